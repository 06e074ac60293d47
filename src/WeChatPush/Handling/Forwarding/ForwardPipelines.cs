using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace WeChatPush.Handling.Forwarding;

/// <summary>What stands around every forward: one pipeline for each destination.</summary>
internal sealed partial class ForwardPipelines(
    ForwardClient client,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<ForwardPipelines> logger)
{
    private readonly ConcurrentDictionary<Uri, ResiliencePipeline<ForwardExchange>> _pipelines = new();

    /// <summary>Forwards; whatever stops it short becomes a result, except the caller's own cancellation.</summary>
    public async ValueTask<ForwardExchange> PostAsync(ForwardRequest forward, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await For(forward.Rule).ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    try
                    {
                        var (client, forward, caller) = state;
                        return Outcome.FromResult(await client.PostAsync(forward, context.CancellationToken, caller));
                    }
                    catch (OperationCanceledException error)
                    {
                        return Outcome.FromException<ForwardExchange>(error);
                    }
                },
                context,
                (client, forward, cancellationToken));
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
    /// The breaker is around the time limit, so that it judges finished attempts. There is no retry: the inbox has
    /// a better one, which survives a restart and keeps the user's order.
    /// </summary>
    private ResiliencePipeline<ForwardExchange> Build(string destination) =>
        new ResiliencePipelineBuilder<ForwardExchange> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ForwardExchange>
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { IsOutage: true }),
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = _ => ValueTask.FromResult(options.CurrentValue.Forwarding.BreakDuration),
                OnOpened = args =>
                {
                    LogOpened(logger, destination, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    LogClosed(logger, destination);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = _ => ValueTask.FromResult(options.CurrentValue.Forwarding.Timeout),
            })
            .Build();

    private ResiliencePipeline<ForwardExchange> For(ForwardRule rule) =>
        _pipelines.GetOrAdd(
            rule.Url, static (_, state) => state.owner.Build(state.rule.Destination), (owner: this, rule));

    private ForwardExchange LeftAlone(BrokenCircuitException broken) => new()
    {
        State = ForwardState.LeftAlone,
        Problem = "it failed too often just now and is left alone for a while",
        RetryAfter = time.GetUtcNow() + (broken.RetryAfter ?? options.CurrentValue.Forwarding.BreakDuration),
    };

    [LoggerMessage(420, LogLevel.Warning,
        "{Destination} keeps failing, so nothing is forwarded there for {Pause}. "
        + "Nothing is lost: what waits is forwarded afterwards.")]
    private static partial void LogOpened(ILogger logger, string destination, TimeSpan pause);

    [LoggerMessage(421, LogLevel.Information, "{Destination} takes forwards again.")]
    private static partial void LogClosed(ILogger logger, string destination);
}
