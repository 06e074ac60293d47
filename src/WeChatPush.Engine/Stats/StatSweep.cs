using Microsoft.Extensions.Options;
using WeChatPush.Coordination;

namespace WeChatPush.Stats;

/// <summary>Figures whose retention is over.</summary>
internal sealed class StatSweep(IStatStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old figures";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(time.GetUtcNow() - options.CurrentValue.Retention.Stats, max, cancellationToken) >= max;
}
