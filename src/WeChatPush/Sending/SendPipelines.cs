using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// One attempt of a call. The second token is the caller's own; the first also ends with the attempt's time.
/// </summary>
internal delegate ValueTask<ApiResult> SendAttempt(
    WeChatCall call, CancellationToken attempt, CancellationToken caller);

/// <summary>What stands around every call: one pipeline for each API of each app.</summary>
internal sealed partial class SendPipelines(
    IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<SendPipelines> logger)
{
    private readonly ConcurrentDictionary<(string App, string Api), Entry> _entries = new();

    /// <summary>Runs a call; whatever stops it short becomes a result, except the caller's own cancellation.</summary>
    public async ValueTask<ApiResult> RunAsync(
        WeChatCall call, SendAttempt attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await For(call).ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    try
                    {
                        return Outcome.FromResult(
                            await state.attempt(state.call, context.CancellationToken, state.cancellationToken));
                    }
                    catch (OperationCanceledException error)
                    {
                        return Outcome.FromException<ApiResult>(error);
                    }
                },
                context,
                (call, attempt, cancellationToken));
            if (outcome.Exception is BrokenCircuitException broken)
                return LeftAlone(broken);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// From outside in. The retry is outermost, so that each of its tries is seen by the breaker, and an open breaker,
    /// whose refusal is not a busy answer, ends the tries at once. The breaker is inside it and around the time limit,
    /// so that it judges finished attempts. The time limit is innermost, so that every attempt has its own and the
    /// pauses between attempts have none. Neither retry nor breaker looks at anything but a busy answer: a certain
    /// refusal would be refused again, and an uncertain send must not be repeated by machinery.
    /// </summary>
    private ResiliencePipeline<ApiResult> Build(string app, string api, TimeSpan attemptTimeout) =>
        new ResiliencePipelineBuilder<ApiResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<ApiResult>
            {
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Result is { MayRepeat: true, ErrCode: not PerMinute }),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                DelayGenerator = static args => ValueTask.FromResult(Pause(args.Outcome.Result)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ApiResult>
            {
                ShouldHandle = static args => ValueTask.FromResult(IsOutage(args.Outcome.Result)),
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = _ => ValueTask.FromResult(options.CurrentValue.Sending.BreakDuration),
                OnOpened = args =>
                {
                    LogOpened(logger, api, app, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    LogClosed(logger, api, app);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(attemptTimeout)
            .Build();

    /// <summary>
    /// The pipeline of a call; a new one, with a closed breaker, when the app's calls go elsewhere now.
    /// </summary>
    private ResiliencePipeline<ApiResult> For(WeChatCall call) =>
        _entries.AddOrUpdate(
            (call.Request.App, call.Request.Api),
            (_, call) => New(call),
            (_, old, call) => old.BaseUrl == call.BaseUrl ? old : New(call),
            call).Pipeline;

    private Entry New(WeChatCall call) =>
        new(call.BaseUrl, Build(call.Request.App, call.Request.Api, call.Request.AttemptTimeout));

    private ApiResult LeftAlone(BrokenCircuitException broken) => new()
    {
        Class = ErrorClass.Busy,
        ErrMsg = "Not called: the API failed too often just now",
        RetryAfter = time.GetUtcNow() + (broken.RetryAfter ?? options.CurrentValue.Sending.BreakDuration),
        Called = false,
    };

    /// <summary>43108, 44990: WeChat counts by the second, so anything shorter would be refused again.</summary>
    private static TimeSpan? Pause(ApiResult? result) =>
        result is { ErrCode: ConcurrentForUser or PerSecond } ? TimeSpan.FromSeconds(1.1) : null;

    private static bool IsOutage(ApiResult? result) =>
        result is { Class: ErrorClass.Busy, ErrCode: not ConcurrentForUser };

    private const int ConcurrentForUser = 43108;
    private const int PerSecond = 44990;
    private const int PerMinute = 44991;

    private sealed record Entry(string BaseUrl, ResiliencePipeline<ApiResult> Pipeline);

    [LoggerMessage(510, LogLevel.Warning,
        "{Api} of app {App} keeps failing and is left alone for {Pause}. What waits is sent afterwards.")]
    private static partial void LogOpened(ILogger logger, string api, string app, TimeSpan pause);

    [LoggerMessage(511, LogLevel.Information, "{Api} of app {App} answers again.")]
    private static partial void LogClosed(ILogger logger, string api, string app);
}
