using WeChatPush.Coordination;

namespace WeChatPush.Sqlite.Sending;

/// <summary>Keys of sends that have been remembered long enough; in Redis they run out by themselves.</summary>
internal sealed class SendKeySweep(SqliteSendKeyStore store) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old keys of sends";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(max) >= max;
}
