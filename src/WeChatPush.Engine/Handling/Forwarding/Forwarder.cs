using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Forwarding;

/// <summary>Sends pushes to the owner's backend, and does what it answers.</summary>
internal sealed partial class Forwarder(
    ForwardPipelines pipelines,
    ForwardPauses pauses,
    ForwardMeter meter,
    AppCatalog apps,
    TimeProvider time,
    ILogger<Forwarder> logger)
{
    private const int Gone = 410;

    /// <summary>One attempt: post, read the answer, send what it asks for, pass its reply on.</summary>
    public async Task<HandlerOutcome> ForwardAsync(
        ForwardRule rule, PushMessage message, PushSender sender, CancellationToken cancellationToken)
    {
        if (pauses.Find(sender.App, rule.Id) is { } pausedAt)
        {
            return new HandlerOutcome(Failure: new HandlingResult.Stopped(
                $"{rule.Name}: {rule.Destination}: an operator has paused it", pauses.NextLook(pausedAt)));
        }

        var appId = apps.Find(sender.App)?.Options.AppId ?? "";
        var forward = new ForwardRequest(rule, sender.Request, appId, message, time.GetUtcNow());
        var exchange = await pipelines.PostAsync(forward, cancellationToken);
        meter.Note(rule.Url, exchange, exchange.IsSuccess ? null : Describe(exchange));
        if (ToResult(rule, exchange) is { } failure)
            return new HandlerOutcome(Failure: failure);

        var detail = $"{rule.Destination} answered {Describe(exchange)}";
        try
        {
            var answer = ForwardAnswer.Read(exchange, rule.Replies, sender.OpenId);
            foreach (var customerMessage in answer.Messages)
                await sender.SendAsync(customerMessage);
            var remark = exchange.IsTooLarge ? "too much to be read" : answer.Remark;
            return new HandlerOutcome(answer.Reply, remark is null ? detail : $"{detail}, {remark}");
        }
        catch (InvalidForwardAnswerException error)
        {
            // The destination has taken the push: to give it again would bring the same answer.
            LogWrongAnswer(logger, rule.Name, rule.Destination, error.Message);
            var permanent = new HandlingResult.PermanentFailure($"{rule.Name}: {detail}, but {error.Message}");
            return new HandlerOutcome(Failure: permanent);
        }
    }

    // A destination that could not be reached, or was not even tried, has not had the push: that is no attempt. A
    // destination that answers, or that fails while it is processing the push, may fail because of this push, and gets so
    // many attempts.
    private HandlingResult? ToResult(ForwardRule rule, ForwardExchange exchange)
    {
        if (exchange.IsSuccess)
            return null;
        if (exchange.State != ForwardState.LeftAlone)
            LogFailed(logger, rule.Name, rule.Destination, Describe(exchange));
        var what = $"{rule.Name}: {rule.Destination}";
        var answered = $"{what} answered {Describe(exchange)}";
        return exchange switch
        {
            { State: ForwardState.LeftAlone } =>
                new HandlingResult.Stopped($"{what}: {exchange.Problem}", exchange.RetryAfter),
            { State: ForwardState.Unreachable } => new HandlingResult.Busy($"{what}: {exchange.Problem}", Until: null),
            { State: ForwardState.NoAnswer } => new HandlingResult.Failed($"{what}: {Describe(exchange)}"),
            { Status: Gone } => new HandlingResult.PermanentFailure($"{answered}: it wants no more of this"),
            _ => new HandlingResult.Failed(answered),
        };
    }

    private static string Describe(ForwardExchange exchange)
    {
        var what = exchange.Problem ?? exchange.Status switch
        {
            >= 300 and < 400 => $"{exchange.Status} (redirects are not followed)",
            _ => $"{exchange.Status}",
        };
        return $"{what} after {exchange.Duration.TotalMilliseconds:0} ms";
    }

    [LoggerMessage(422, LogLevel.Warning, "{Rule} could not forward to {Destination}: {Problem}.")]
    private static partial void LogFailed(ILogger logger, string rule, string destination, string problem);

    [LoggerMessage(423, LogLevel.Error,
        "{Rule}: {Destination} took the push, but its answer cannot be followed: {Problem}.")]
    private static partial void LogWrongAnswer(ILogger logger, string rule, string destination, string problem);
}
