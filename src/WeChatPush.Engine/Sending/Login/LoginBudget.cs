using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace WeChatPush.Sending;

/// <summary>
/// How many codes are exchanged for an app. The codes come from strangers, and WeChat counts each call, whoever made up its
/// code. A changed rate begins with a new bucket.
/// </summary>
internal sealed class LoginBudget(IOptionsMonitor<WeChatPushOptions> options) : IDisposable
{
    private const int BurstSeconds = 10;

    private readonly PartitionedRateLimiter<(string App, int Rate)> _apps =
        PartitionedRateLimiter.Create<(string App, int Rate), (string, int)>(
            key => RateLimitPartition.GetTokenBucketLimiter(key, static key => new()
            {
                TokenLimit = key.Item2 * BurstSeconds,
                TokensPerPeriod = key.Item2,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));

    /// <summary>Takes one; or says how long until there is one.</summary>
    public bool TryTake(string app, out TimeSpan wait)
    {
        using var lease = _apps.AttemptAcquire((app, options.CurrentValue.Sending.LoginRate));
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _apps.Dispose();
}
