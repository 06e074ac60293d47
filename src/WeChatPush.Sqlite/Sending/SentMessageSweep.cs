using Microsoft.Extensions.Options;
using WeChatPush.Coordination;

namespace WeChatPush.Sqlite.Sending;

/// <summary>Sent messages that were kept for as long as pushes are; in Redis they run out by themselves.</summary>
internal sealed class SentMessageSweep(
    SqliteConversationStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old sent messages";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(time.GetUtcNow() - options.CurrentValue.Retention.Done, max) >= max;
}
