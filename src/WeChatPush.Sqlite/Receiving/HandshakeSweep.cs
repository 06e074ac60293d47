using WeChatPush.Coordination;

namespace WeChatPush.Sqlite.Receiving;

/// <summary>URL verifications that have been remembered long enough; in Redis they run out by themselves.</summary>
internal sealed class HandshakeSweep(SqliteHandshakeStore store) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old URL verifications";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(max) >= max;
}
