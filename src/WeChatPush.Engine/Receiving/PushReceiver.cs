using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Receiving.Channels;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Receiving;

/// <summary>
/// The receive path, whole:
/// <code>
///   1 receive ─ 2 verify ─ 3 decrypt ─ 4 read ─ 5 append ─ 6 answer
/// </code>
/// Nothing else stands between WeChat's request and its answer. `success` leaves only after the append has returned,
/// which is when the push is on disk (<see cref="IInbox"/> has the condition on Redis).
/// </summary>
internal sealed partial class PushReceiver(
    AppCatalog apps,
    ChannelAuthenticators authenticators,
    IInbox inbox,
    ReceiveStatistics statistics,
    IAnswerPolicy answers,
    HandshakeLog handshakes,
    IRequestWait wait,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<PushReceiver> logger)
{
    private readonly SharedDeadline _deadlines = new(time);
    private readonly ReceivedBody _bodies = new(time);

    /// <summary>Serves one request to <c>/wechat/{app}</c>.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        // WeChat has counted since the request arrived.
        var waited = wait.Find(context);
        var begun = time.GetTimestamp() - (long)(waited.TotalSeconds * time.TimestampFrequency);
        var name = context.Request.RouteValues["app"] as string ?? "";
        var progress = context.Features.Get<IRequestProgressFeature>();
        if (apps.Find(name) is not { } app)
        {
            if (HttpMethods.IsGet(context.Request.Method))
                handshakes.CountUnknownApp();
            progress?.Complete();
            // Before the stored apps are known, WeChat is to try again.
            var outcome = apps.IsLoaded ? ReceiveOutcome.UnknownApp : ReceiveOutcome.NotStored;
            await PushAnswer.Unread(outcome).WriteAsync(context.Response);
            // A caller's invented name must not fill the metrics.
            Measure("-", outcome, begun);
            return;
        }

        var channel = authenticators.Get(app.Channel.Hosting);
        var answer = context.Request.Method switch
        {
            "GET" => await VerifyAsync(app, channel, context.Request),
            "POST" => await ReceiveAsync(app, channel, context.Request, progress, waited, begun),
            _ => PushAnswer.NotAllowed(channel.Methods),
        };

        // Also of a request whose body nobody wants to see.
        progress?.Complete();
        if (answer.Outcome is ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate or ReceiveOutcome.Answered)
            statistics.Accept(name, time.GetUtcNow());
        else if (answer.Outcome is not ReceiveOutcome.Verified)
            Report(app, answer.Outcome);
        await answer.WriteAsync(context.Response);
        Measure(name, answer.Outcome, begun);
    }

    private async ValueTask<PushAnswer> VerifyAsync(App app, IChannelAuthenticator channel, HttpRequest request)
    {
        var answer = channel.Verify(app, request, out var nonce);
        if (nonce is { } key && !await TryRememberAsync(app, key))
            answer = ReceiveOutcome.NotStored;
        handshakes.Add(app, request, answer.Outcome);
        return answer;
    }

    private async ValueTask<bool> TryRememberAsync(App app, PushKey nonce)
    {
        try
        {
            var settings = options.CurrentValue;
            await inbox.RememberNonceAsync(
                app.Name, new PushNonce(nonce, settings.Deduplication.MaxMemory), _deadlines.After(settings.Receiving.AppendTimeout));
            return true;
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PushAnswer> ReceiveAsync(
        App app, IChannelAuthenticator channel, HttpRequest request, IRequestProgressFeature? progress, TimeSpan waited, long begun)
    {
        // 1. Receive: what has not waited so long that its answer would come too late, and what its query and headers alone
        // do not condemn; of it at most MaxBodyBytes, within RequestTimeout, and while MaxBytesInFlight has room.
        var settings = options.CurrentValue;
        if (waited > settings.Receiving.MaxWait)
            return PushAnswer.Unread(ReceiveOutcome.Overloaded);
        var maxBytes = settings.Receiving.MaxBodyBytes;
        if (channel.Screen(app, request, ref maxBytes) is { } condemned)
            return PushAnswer.Unread(condemned);
        var (body, problem) = await _bodies.ReadAsync(request, maxBytes, settings.Receiving, progress?.Elapsed ?? TimeSpan.Zero);
        progress?.Complete();
        if (problem is not null)
            return problem.Value;
        try
        {
            return await TakeAsync(app, channel, request, body, settings, begun);
        }
        finally
        {
            _bodies.InFlight.Return(body.Length);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PushAnswer> TakeAsync(
        App app, IChannelAuthenticator channel, HttpRequest request, byte[] body, WeChatPushOptions settings, long begun)
    {
        // 2. Verify, 3. decrypt: what that means depends on the channel.
        if (channel.Authenticate(app, request, body, out var push) is { } answer)
            return answer;

        // 4. Read what identity and routing need.
        if (Read(app, push, out var received) is { } refusal)
            return refusal;

        // 5. Append, and only then 6. answer.
        var outcome = await AppendAsync(received.Push, settings.Receiving.AppendTimeout);
        return outcome switch
        {
            AppendOutcome.Stored when received.Budget is { } budget => await AwaitReplyAsync(received, budget, begun, request.HttpContext),
            AppendOutcome.DuplicateAwaitingReply =>
                await AwaitReplyAsync(received, received.Budget ?? settings.Receiving.ReplyBudget, begun, request.HttpContext),
            AppendOutcome.Stored => PushAnswer.Acknowledge(ReceiveOutcome.Accepted),
            AppendOutcome.Duplicate => PushAnswer.Acknowledge(ReceiveOutcome.Duplicate),
            AppendOutcome.NonceReused => ReceiveOutcome.NonceReused,
            _ => ReceiveOutcome.NotStored,
        };
    }

    // Not linked to the request: a push that is complete is kept, also when WeChat has hung up meanwhile. A deadline means
    // "unknown", and unknown is not success: WeChat tries again, and the identity makes that harmless.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, TimeSpan timeout)
    {
        try
        {
            return await inbox.AppendAsync(push, _deadlines.After(timeout));
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return AppendOutcome.Abandoned;
        }
    }

    // The execution belongs to the inbox, not to this request: another try, or another instance, may have begun it.
    private async ValueTask<PushAnswer> AwaitReplyAsync(ReceivedPush received, TimeSpan budget, long begun, HttpContext context)
    {
        var rest = budget - time.GetElapsedTime(begun);
        if (rest <= TimeSpan.Zero)
            return ReceiveOutcome.NotAnswered;
        try
        {
            var reply = await inbox.WaitForReplyAsync(received.Push.App, received.Push.Key, rest, context.RequestAborted);
            return reply is null
                ? ReceiveOutcome.NotAnswered
                : PushAnswer.Content(received, reply.Content, time.GetUtcNow().ToUnixTimeSeconds());
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return ReceiveOutcome.NotAnswered;
        }
    }

    private void Measure(string app, ReceiveOutcome outcome, long begun) =>
        Metrics.Answered(app, EnumNames<ReceiveOutcome>.Get(outcome), time.GetElapsedTime(begun));

    private ReceiveOutcome? Read(App app, in DecryptedPush clear, out ReceivedPush received)
    {
        received = null!;
        if (PushContent.Read(clear.Message, out var content) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        var header = content!.Header;
        if (!app.IsAddressee(header.ToUserName))
            return ReceiveOutcome.WrongRecipient;

        if (!clear.IsSigned && !app.Options.AllowUnsignedPayments && header.Event is { } name && PaymentEvents.Contains(PushKind.OfEvent(name)))
            return ReceiveOutcome.UnsignedPayment;

        var now = time.GetUtcNow();
        var identity = PushIdentity.From(app.Scope, content);
        if (clear.Sender is { } sender && identity.User is { } user && user == header.FromUserName && user != sender)
            return ReceiveOutcome.WrongSender;

        var settings = options.CurrentValue;
        var window = identity.IsMessage ? settings.Deduplication.MessageWindow : settings.Deduplication.EventWindow;
        if (clear.SignedAt is { } signedAt && !PushAge.IsFresh(app, signedAt, window, now))
            return ReceiveOutcome.StaleTimestamp;
        var budget = answers.BudgetOf(app, content);
        var push = new IncomingPush
        {
            Id = PushId.New(now),
            App = app.Name,
            Key = identity.Key,
            Window = window + DeduplicationOptions.Margin,
            OpenId = identity.User,
            MsgType = header.MsgType,
            Event = header.Event,
            CreateTime = header.CreateTime,
            ReceivedAt = now,
            Body = clear.Message,
            Source = clear.Source,
            Nonce = clear.Nonce is { } nonce ? new PushNonce(nonce, settings.Deduplication.MaxMemory) : null,
            AwaitsReply = budget is not null,
        };
        received = new ReceivedPush { Push = push, Format = clear.Format, Budget = budget, Seal = clear.Seal };
        return null;
    }
}
