using WeChatPush.Coordination;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Progress of bulk work that has been kept long enough; in Redis it runs out by itself.</summary>
internal sealed class BulkSweep(SqliteDeadLetters store) : ISweep
{
    /// <inheritdoc/>
    public string What => "Progress of old bulk work";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(max) >= max;
}
