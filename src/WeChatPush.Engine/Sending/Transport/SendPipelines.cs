using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using WeChatPush.Coordination;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// What stands around every call: one pipeline for each API of each app. An app whose calls go elsewhere now gets a new
/// one, with a closed breaker. No handler of the HTTP client could judge: WeChat's verdict is in the body.
/// </summary>
internal sealed partial class SendPipelines(
    IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<SendPipelines> logger)
{
    private const int ConcurrentForUser = 43108;
    private const int PerSecond = 44990;
    private const int PerMinute = 44991;

    /// <summary>
    /// From outside in. The retry is outermost, so that each of its tries is seen by the breaker, and an open breaker,
    /// whose refusal is not a busy answer, ends the tries at once. The breaker is inside it and around the time limit,
    /// so that it judges finished attempts. The time limit is innermost, so that every attempt has its own and the
    /// pauses between attempts have none. Neither retry nor breaker looks at anything but a busy answer: a certain
    /// refusal would be refused again, and an uncertain send must not be repeated by machinery.
    /// </summary>
    private readonly KeyedPipelines<(string App, string Api, string Url, TimeSpan Timeout), ApiResult> _pipelines = new(
        time,
        (pipeline, key) => pipeline
            .AddRetry(new()
            {
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Result is { MayRepeat: true, ErrCode: not PerMinute }),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                DelayGenerator = static args => ValueTask.FromResult(Pause(args.Outcome.Result)),
            })
            .AddCircuitBreaker(new()
            {
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Result is { Class: ErrorClass.Busy, ErrCode: not ConcurrentForUser, Withheld: false }),
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = _ => ValueTask.FromResult(options.CurrentValue.Sending.BreakDuration),
                OnOpened = args =>
                {
                    LogOpened(logger, key.Api, key.App, args.BreakDuration);
                    return default;
                },
                OnClosed = _ =>
                {
                    LogClosed(logger, key.Api, key.App);
                    return default;
                },
            })
            .AddTimeout(key.Timeout),
        retryAfter => new()
        {
            Class = ErrorClass.Busy,
            ErrMsg = "Not called: the API failed too often just now",
            RetryAfter = retryAfter,
            Called = false,
        });

    /// <summary>Runs a call; whatever stops it short becomes a result, except the caller's own cancellation.</summary>
    public ValueTask<ApiResult> RunAsync(
        WeChatCall call,
        Func<WeChatCall, CancellationToken, CancellationToken, ValueTask<ApiResult>> attempt,
        CancellationToken cancellationToken) =>
        _pipelines.ExecuteAsync(
            (call.Request.App, call.Request.Api, call.BaseUrl, call.Request.AttemptTimeout),
            attempt,
            call,
            cancellationToken);

    /// <summary>43108, 44990: WeChat counts by the second, so anything shorter would be refused again.</summary>
    private static TimeSpan? Pause(ApiResult? result) =>
        result is { ErrCode: ConcurrentForUser or PerSecond } ? TimeSpan.FromSeconds(1.1) : null;

    [LoggerMessage(510, LogLevel.Warning,
        "{Api} of app {App} keeps failing and is left alone for {Pause}. What waits is sent afterwards.")]
    private static partial void LogOpened(ILogger logger, string api, string app, TimeSpan pause);

    [LoggerMessage(511, LogLevel.Information, "{Api} of app {App} answers again.")]
    private static partial void LogClosed(ILogger logger, string api, string app);
}
