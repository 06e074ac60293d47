using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush.Handling;

/// <summary>
/// Runs handlers for <see cref="DispatchingOptions.HandlerTimeout"/> at most. One that is cancelled gets a moment to end;
/// then its push is settled without it, and its sends are refused. As many runs of one handler may be left behind as pushes
/// are handled at once: beyond that it is not started any more.
/// </summary>
internal sealed partial class HandlerLimit(
    IOptionsMonitor<WeChatPushOptions> options, AbandonedHandlers abandoned, TimeProvider time, ILogger<HandlerLimit> logger)
{
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a handler; <paramref name="cancel"/> is cancelled at its time limit, and linked to the caller's token.</summary>
    public async Task<HandlerOutcome> RunAsync(
        string app, string handler, Func<Task<HandlerOutcome>> run, CancellationTokenSource cancel, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue.Dispatching;
        if (abandoned.Count(app, handler) is var neverEnded && neverEnded >= Math.Max(1, settings.Concurrency))
        {
            return new HandlerOutcome(Failure: new HandlingResult.Stopped(
                $"{handler}: handlerTimeout: {neverEnded} runs of it have never ended, so it is not started any more", Until: null));
        }

        var limit = settings.HandlerTimeout;
        var begun = time.GetTimestamp();

        // On a thread that may be lost: a handler that blocks does not come back to its first await.
        var running = Task.Run(run, CancellationToken.None);
        if (await EndsWithinAsync(running, limit, cancellationToken))
            return await running;

        // Cancelled by the dispatcher: another run of this push may wait for the end of this one, so it keeps its time limit.
        if (cancellationToken.IsCancellationRequested && limit - time.GetElapsedTime(begun) is { Ticks: > 0 } left
            && await EndsWithinAsync(running, left, CancellationToken.None))
        {
            return await running;
        }

        var timedOut = !cancellationToken.IsCancellationRequested;
        if (timedOut)
            _ = cancel.CancelAsync();
        var ended = await EndsWithinAsync(running, CancellationGrace, CancellationToken.None);
        if (!ended)
            abandoned.Add(app, handler, running);
        if (timedOut)
        {
            LogTimeout(logger, handler, limit, ended ? "It ended when it was cancelled" : "It ignores its cancellation and was left behind");
            return new HandlerOutcome(Failure: new HandlingResult.TimedOut(
                $"handlerTimeout: {handler} did not end within {limit} (WeChatPush:Dispatching:HandlerTimeout)"));
        }

        return ended ? await running : throw new OperationCanceledException(cancellationToken);
    }

    private async Task<bool> EndsWithinAsync(Task running, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(running, Task.Delay(limit, time, over.Token));
        await over.CancelAsync();
        return first == running;
    }

    [LoggerMessage(412, LogLevel.Error,
        "The handler {Handler} did not end within {Limit}; its push is tried again. {Ending}. Let the handler observe its cancellation token, or raise WeChatPush:Dispatching:HandlerTimeout.")]
    private static partial void LogTimeout(ILogger logger, string handler, TimeSpan limit, string ending);
}
