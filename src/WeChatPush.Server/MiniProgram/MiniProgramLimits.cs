using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using WeChatPush.Server.Admission;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// How much the phones of strangers may ask for. A user with a token has a limit of its own; requests
/// without one share that of their address, which is a generous one: a whole city may stand behind it.
/// </summary>
internal sealed class MiniProgramLimits(TimeProvider time) : IDisposable
{
    /// <summary>
    /// What one user may report in a burst: a report costs one for each formId and accepted template, and at least one.
    /// </summary>
    public const int Reports = 30;

    /// <summary>Requests without a token from one address in a burst.</summary>
    public const int Strangers = 200;

    /// <summary>
    /// Codes of one address that WeChat did not take, or has not judged yet. Each is a call of the app's quota that brings
    /// nothing; of honest phones one in many is.
    /// </summary>
    public const int BadCodes = 30;

    private readonly PartitionedRateLimiter<string> _users = Buckets(Reports, refill: 1);
    private readonly BoundedBuckets<(string App, ClientAddress Client)> _strangers =
        new(Strangers, TimeSpan.FromSeconds(1) / 20, time);

    private readonly BoundedBuckets<(string App, ClientAddress Client)> _badCodes = new(BadCodes, TimeSpan.FromSeconds(2), time);

    /// <summary>Lets a user's request pass, or answers it; <see langword="null"/>: it may pass.</summary>
    public ProblemHttpResult? Check(HttpContext context, string app, string openId) =>
        Check(context, $"{app} {openId}", 1);

    /// <summary>The same for what a report has beyond the one that its request paid for.</summary>
    public ProblemHttpResult? CheckRest(HttpContext context, string app, string openId, int rows) =>
        rows <= 1 ? null : Check(context, $"{app} {openId}", rows - 1);

    /// <summary>The same for a request without a token.</summary>
    public ProblemHttpResult? Check(HttpContext context, string app) =>
        _strangers.TryTake((app, ClientAddress.From(context)), out var wait) ? null : TooMany(context, wait);

    /// <summary>
    /// The same for a code, which counts as a bad one until <see cref="ReturnCode"/> says otherwise: many that are judged at
    /// the same time are many.
    /// </summary>
    public ProblemHttpResult? CheckCode(HttpContext context, string app) =>
        _badCodes.TryTake((app, ClientAddress.From(context)), out var wait) ? null : TooMany(context, wait);

    /// <summary>The code was no bad one.</summary>
    public void ReturnCode(HttpContext context, string app) => _badCodes.Return((app, ClientAddress.From(context)));

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private ProblemHttpResult? Check(HttpContext context, string user, int permits)
    {
        using var lease = _users.AttemptAcquire(user, permits);
        if (lease.IsAcquired)
            return null;
        return TooMany(context, lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1));
    }

    private static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = RetryAfter.Format(wait);
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
