using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Protocol.Messages;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Handling;

/// <summary>Gives a push to the one handler that owns it, and returns the outcome.</summary>
internal sealed partial class PushHandling(
    HandlerSelector selector,
    AppCatalog apps,
    ICustomerMessages messages,
    CustomerServiceWindows windows,
    IEnumerable<IPushObserver> observers,
    IServiceScopeFactory scopes,
    HandlerLimit limit,
    HandlerThreads threads,
    HandlerPlaces places,
    MissingHandlers missing,
    TimeProvider time,
    ILogger<PushHandling> logger)
{
    private const string NoHandler = Settlement.NoHandler;

    private static readonly byte[] Success = PushReply.Success.ToArray();

    /// <summary>Whether it may take its time to find out who handles a push of the app; what a handler does then is its own.</summary>
    public bool MayTakeLong(string appName) => apps.Find(appName) is { } app && selector.MayTakeLong(app);

    /// <summary>Runs one attempt. Throws only what cancels it.</summary>
    public async ValueTask<HandlingResult> RunAsync(
        HandlingRequest request, ISendJournal journal, CancellationToken cancellationToken)
    {
        if (apps.Find(request.App) is not { } app)
            return new HandlingResult.Failed($"WeChatPush:Apps:{request.App} is no longer configured");
        if (PushReader.Read(request.Body, out var message) != ReadOutcome.Ok)
            return new HandlingResult.PermanentFailure("the stored body cannot be read");
        Activity.Current?.SetTag(TagNames.MsgType, message.MsgType).SetTag(TagNames.Event, message.Event);

        if (CheckPushes.IsOne(message))
            return new HandlingResult.Done(CheckPushes.Detail, Success);

        var openId = request.OpenId ?? (message.FromUserName is { Length: > 0 } from ? from : null);

        PushSender? sender = null;
        var name = NoHandler;
        var outcome = HandlerOutcome.Done;
        byte[]? reply = null;
        try
        {
            await ObserveAsync(request, message, cancellationToken);
            await GrantAsync(request, message, openId, cancellationToken);

            // A pattern may take its time, and others may wait for this thread.
            if (selector.MayTakeLong(app))
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (selector.Select(app, message).Handler is { } chosen)
            {
                name = chosen.Name;

                // Not disposed: a handler that is given up may still look at its token.
                var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                sender = new PushSender(request, openId, messages, journal, cancel.Token)
                {
                    FromAppId = SharedEnvironment.NameFor(app, request.Source),
                };
                outcome = await InvokeAsync(app, chosen, message, sender, cancel, cancellationToken);
                if (outcome.Failure is { } failure)
                    return failure;
                reply = (outcome.Reply ?? ReplyContent.Success).Write(message, time.GetUtcNow().ToUnixTimeSeconds());
            }
            else if (PaymentEvents.Contains(message.Kind))
            {
                missing.Report(request.App, message.Event!);

                // A push that had an owner when it came was acknowledged, but its handler has not run.
                if (request.AwaitsReply)
                    LogPaymentWithoutOwner(logger, request.App, message.Event!);
                return new HandlingResult.PermanentFailure(NoHandler, UnownedPayment.Reply(message.Format));
            }
        }
        catch (OperationCanceledException error) when (error is PushLostException || cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (InvalidCustomerMessageException error)
        {
            return new HandlingResult.PermanentFailure($"{name}: {string.Join(" ", error.Errors.SelectMany(field => field.Value))}");
        }
        catch (NoUserException error)
        {
            return new HandlingResult.PermanentFailure($"{name}: {error.Message}");
        }
        catch (StoreUnavailableException error)
        {
            return new HandlingResult.Busy($"the store cannot be reached: {error.Message}", Until: null);
        }
        catch (Exception error)
        {
            LogHandlerFailed(logger, name, request.Attempt, error);
            return new HandlingResult.Failed($"{name}: {error.GetType().Name}: {error.Message}");
        }

        var sends = sender?.Results ?? [];
        var done = new HandlingResult.Done(Describe(name, outcome.Detail, sends), reply ?? Success);

        // What WeChat waits for is there: a message to the user that could not be sent must not take it away.
        return request.AwaitsReply && outcome.Reply is not null ? done : ToResult(name, sends) ?? done;
    }

    private async ValueTask<HandlerOutcome> InvokeAsync(
        App app,
        PushDelegate handler,
        PushMessage message,
        PushSender sender,
        CancellationTokenSource cancel,
        CancellationToken cancellationToken)
    {
        // A request that waits takes no place of others.
        var (place, retryAt) = sender.Request.AwaitsReply
            ? PlaceResult.Unlimited
            : await places.EnterAsync(app, handler.Destination, cancellationToken);
        using var held = place;
        if (retryAt is not null)
        {
            return new HandlerOutcome(Failure: new HandlingResult.Stopped(
                $"{handler.Name}: as many pushes for {handler.Destination} are under way as leave room for others", retryAt));
        }

        if (handler.MayBlock)
            threads.Ensure();
        var begun = time.GetTimestamp();
        var word = "failed";
        try
        {
            var outcome = await limit.RunAsync(app.Name, handler.Name, RunAsync, cancel, cancellationToken);
            if (outcome.Failure is null)
                word = "done";
            else if (outcome.Failure is HandlingResult.TimedOut)
                word = "timeout";
            return outcome;
        }
        catch (OperationCanceledException error) when (error is PushLostException || cancellationToken.IsCancellationRequested)
        {
            word = "cancelled";
            throw;
        }
        finally
        {
            Metrics.Handled(sender.App, handler.Name, word, time.GetElapsedTime(begun));
        }

        async Task<HandlerOutcome> RunAsync()
        {
            await using var scope = scopes.CreateAsyncScope();
            return await handler.Invoke(message, sender, scope.ServiceProvider, cancel.Token);
        }
    }

    private async ValueTask ObserveAsync(
        HandlingRequest request, PushMessage message, CancellationToken cancellationToken)
    {
        foreach (var observer in observers)
            await observer.ObserveAsync(new(request.Id, request.App, message), cancellationToken);
    }

    // A user who writes, or opens the session, may be answered for a while.
    private ValueTask GrantAsync(HandlingRequest request, PushMessage message, string? openId, CancellationToken cancellationToken)
    {
        if (openId is null)
            return ValueTask.CompletedTask;
        WindowGrant? grant =
            message.Is(UserEnterTempsession.Kind) ? WindowGrant.EnteredSession
            : message.Event is null && !string.IsNullOrEmpty(message.MsgId) ? WindowGrant.UserMessage
            : null;
        if (grant is null)
            return ValueTask.CompletedTask;
        var created = message.CreateTime is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(message.CreateTime)
            : request.ReceivedAt;
        return windows.GrantAsync(request.App, openId, grant.Value, created, request.ReceivedAt, PushIdOf(request), cancellationToken);
    }

    // A push of the simulator's own may have any id.
    private static string? PushIdOf(HandlingRequest request) =>
        request.Id.Length == 32 && request.Id.All(char.IsAsciiHexDigitLower) ? request.Id : null;

    // The sends decide, because a handler that does not look at their results must not lose them. What may still succeed
    // comes first: a dead letter for one send would also give up those that only wait.
    private static HandlingResult? ToResult(string name, IReadOnlyList<SendResult> sends)
    {
        foreach (var send in sends)
        {
            if (send.Outcome == SendOutcome.Paused || send.Class is ErrorClass.Operator or ErrorClass.Quota or ErrorClass.Rate)
                return new HandlingResult.Stopped($"{name}: {Describe(send)}", send.RetryAfter);
        }

        foreach (var send in sends)
        {
            if (send.Outcome == SendOutcome.Busy || send.Class is ErrorClass.Busy or ErrorClass.Credential)
                return new HandlingResult.Busy($"{name}: {Describe(send)}", send.RetryAfter);
        }

        foreach (var send in sends)
        {
            if (send.Outcome == SendOutcome.Failed)
                return new HandlingResult.PermanentFailure($"{name}: {Describe(send)}");
        }

        return null;
    }

    private static string Describe(string name, string? detail, IReadOnlyList<SendResult> sends)
    {
        if (detail is null && sends.Count == 0)
            return name;
        var parts = sends.Select(Describe);
        if (detail is not null)
            parts = parts.Prepend(detail);
        var text = string.Join(", ", parts);
        return text.Length == 0 ? name : $"{name}: {text}";
    }

    private static string Describe(SendResult send)
    {
        var code = send.ErrCode is null or 0 ? "" : $" {send.ErrCode}";
        var text = send.Outcome == SendOutcome.Sent || string.IsNullOrEmpty(send.ErrMsg) ? "" : $" ({send.ErrMsg})";
        return $"{send.Outcome.ToString().ToLowerInvariant()}{code}{text}";
    }

    [LoggerMessage(411, LogLevel.Error,
        "{App}: no handler owns {EventName}, so it was not acknowledged and WeChat tries again. Acknowledging it would state that the user got what was paid for. Add a rule for this Event to WeChatPush:Apps:{App}:Rules, or a handler.")]
    private static partial void LogPaymentWithoutOwner(ILogger logger, string app, string eventName);

    [LoggerMessage(410, LogLevel.Error, "The handler {Handler} failed in attempt {Attempt}.")]
    private static partial void LogHandlerFailed(ILogger logger, string handler, int attempt, Exception error);
}
