using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;
using WeChatPush.Coordination;

namespace WeChatPush.Handling.Forwarding;

/// <summary>What stands around every forward: one pipeline for each URL.</summary>
/// <remarks>
/// No resilience handler in the HTTP client: it would judge when the headers are there, but an attempt ends with the
/// body, read up to its limit within the same time. It would also report the URL, which may hold a secret.
/// </remarks>
internal sealed partial class ForwardPipelines(
    ForwardClient client,
    ForwardMeter meter,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<ForwardPipelines> logger)
{
    /// <summary>
    /// The breaker is around the time limit, so that it judges finished attempts. There is no retry: the inbox has
    /// a better one, which survives a restart and keeps the user's order.
    /// </summary>
    private readonly KeyedPipelines<Uri, ForwardExchange> _pipelines = new(
        time,
        (pipeline, url) => pipeline
            .AddCircuitBreaker(new()
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { IsOutage: true }),
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = _ => ValueTask.FromResult(options.CurrentValue.Forwarding.BreakDuration),
                OnOpened = args =>
                {
                    meter.NoteBreaker(url, isOpen: true);
                    LogOpened(logger, ForwardRule.DestinationAt(url), args.BreakDuration);
                    return default;
                },
                OnClosed = _ =>
                {
                    meter.NoteBreaker(url, isOpen: false);
                    LogClosed(logger, ForwardRule.DestinationAt(url));
                    return default;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = _ => ValueTask.FromResult(options.CurrentValue.Forwarding.Timeout),
            }),
        retryAfter => new()
        {
            State = ForwardState.LeftAlone,
            Problem = "it failed too often just now and is left alone for a while",
            RetryAfter = retryAfter,
        });

    /// <summary>Forwards; whatever stops it short becomes a result, except the caller's own cancellation.</summary>
    public ValueTask<ForwardExchange> PostAsync(ForwardRequest forward, CancellationToken cancellationToken) =>
        _pipelines.ExecuteAsync(
            forward.Rule.Url,
            static (post, attempt, caller) => post.client.PostAsync(post.forward, attempt, caller),
            (client, forward),
            cancellationToken);

    [LoggerMessage(420, LogLevel.Warning,
        "{Destination} keeps failing, so nothing is forwarded there for {Pause}. "
        + "Nothing is lost: what waits is forwarded afterwards.")]
    private static partial void LogOpened(ILogger logger, string destination, TimeSpan pause);

    [LoggerMessage(421, LogLevel.Information, "{Destination} takes forwards again.")]
    private static partial void LogClosed(ILogger logger, string destination);
}
