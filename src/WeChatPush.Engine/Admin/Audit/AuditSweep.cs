using Microsoft.Extensions.Options;
using WeChatPush.Coordination;

namespace WeChatPush.Admin;

/// <summary>Entries of the audit whose retention is over.</summary>
internal sealed class AuditSweep(IAuditStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old entries of the audit";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(time.GetUtcNow() - options.CurrentValue.Retention.Audit, max, cancellationToken) >= max;
}
