using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// How much the phones of strangers may ask for. A user with a token has a limit of its own; requests
/// without one share that of their address, which is a generous one: a whole city may stand behind it.
/// </summary>
internal sealed class MiniProgramLimits : IDisposable
{
    /// <summary>
    /// What one user may report in a burst: a report costs one for each formId and accepted template, and at least one.
    /// </summary>
    public const int Reports = 30;

    /// <summary>Requests without a token from one address in a burst.</summary>
    public const int Strangers = 200;

    private readonly PartitionedRateLimiter<string> _users = Buckets(Reports, refill: 1);
    private readonly PartitionedRateLimiter<string> _strangers = Buckets(Strangers, refill: 20);

    /// <summary>Lets a user's request pass, or answers it; <see langword="null"/>: it may pass.</summary>
    public ProblemHttpResult? Check(HttpContext context, string app, string openId) =>
        Check(context, _users, $"{app} {openId}");

    /// <summary>The same for what a report has beyond the one that its request paid for.</summary>
    public ProblemHttpResult? CheckRest(HttpContext context, string app, string openId, int rows) =>
        rows <= 1 ? null : Check(context, _users, $"{app} {openId}", rows - 1);

    /// <summary>The same for a request without a token.</summary>
    public ProblemHttpResult? Check(HttpContext context, string app) =>
        Check(context, _strangers, $"{app} {context.Connection.RemoteIpAddress}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _users.Dispose();
        _strangers.Dispose();
    }

    private static ProblemHttpResult? Check(
        HttpContext context, PartitionedRateLimiter<string> limiter, string key, int permits = 1)
    {
        using var lease = limiter.AttemptAcquire(key, permits);
        if (lease.IsAcquired)
            return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        context.Response.Headers[HeaderNames.RetryAfter] =
            Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            "Keep what there is to report, and send it with the next report.",
            title: "Too many requests.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static PartitionedRateLimiter<string> Buckets(int size, int refill) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
        {
            TokenLimit = size,
            TokensPerPeriod = refill,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
}
