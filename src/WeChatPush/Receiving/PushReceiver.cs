using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Receiving;

/// <summary>
/// The receive path, whole:
/// <code>
///   1 receive ─ 2 verify ─ 3 decrypt ─ 4 read ─ 5 append ─ 6 answer
/// </code>
/// Nothing else stands between WeChat's request and its answer. `success` leaves only after the append has returned.
/// </summary>
internal sealed partial class PushReceiver(
    AppDirectory apps,
    IInbox inbox,
    PushIntake intake,
    IAnswerPolicy answers,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<PushReceiver> logger)
{
    /// <summary>Serves one request to <c>/wechat/{app}</c>.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["app"] as string ?? "";
        if (apps.Find(name) is not { } app)
        {
            await new PushAnswer(ReceiveOutcome.UnknownApp).WriteAsync(context.Response);
            return;
        }

        var answer = context.Request.Method switch
        {
            "GET" => Verify(app, context.Request),
            "POST" => await ReceiveAsync(app, context.Request),
            _ => ReceiveOutcome.MethodNotAllowed,
        };

        if (answer.Outcome is ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate or ReceiveOutcome.Answered)
            intake.Accept(name, time.GetUtcNow());
        else if (answer.Outcome is not ReceiveOutcome.Verified)
            Report(app, answer.Outcome);
        await answer.WriteAsync(context.Response);
    }

    private PushAnswer Verify(PushApp app, HttpRequest request)
    {
        if (!PushQuery.TryRead(request.QueryString.Value, out var query)
            || query.Timestamp.IsEmpty || query.Nonce.IsEmpty || query.Echo is null)
            return ReceiveOutcome.BadQuery;
        if (PushVerification.FindToken(app, query) is null)
            return ReceiveOutcome.BadSignature;
        return PushVerification.IsTimely(app, query, time.GetUtcNow())
            ? PushAnswer.Echo(query.Echo)
            : ReceiveOutcome.StaleTimestamp;
    }

    private async ValueTask<PushAnswer> ReceiveAsync(PushApp app, HttpRequest request)
    {
        // 1. Receive: at most MaxBodyBytes.
        var begun = time.GetTimestamp();
        var settings = options.CurrentValue;
        var (body, problem) = await ReceivedBody.ReadAsync(request, settings.Receiving.MaxBodyBytes, request.HttpContext.RequestAborted);
        if (problem is not null)
            return problem.Value;

        // 2.-4. Verify, decrypt, read: nothing but computing.
        if (Open(app, request.QueryString.Value, body, out var opened) is { } refusal)
            return refusal;

        // 5. Append, and only then 6. answer.
        var outcome = await AppendAsync(opened.Push, settings.Receiving.AppendTimeout);
        return outcome switch
        {
            AppendOutcome.Stored when opened.Budget is { } budget => await AwaitReplyAsync(opened, budget, begun, request.HttpContext),
            AppendOutcome.DuplicateAwaitingReply =>
                await AwaitReplyAsync(opened, opened.Budget ?? settings.Receiving.ReplyBudget, begun, request.HttpContext),
            AppendOutcome.Stored => PushAnswer.Acknowledge(ReceiveOutcome.Accepted),
            AppendOutcome.Duplicate => PushAnswer.Acknowledge(ReceiveOutcome.Duplicate),
            _ => ReceiveOutcome.NotStored,
        };
    }

    // Not linked to the request: a push that is complete is kept, also when WeChat has hung up meanwhile. A deadline means
    // "unknown", and unknown is not success: WeChat tries again, and the identity makes that harmless.
    private async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        try
        {
            return await inbox.AppendAsync(push, deadline.Token);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return AppendOutcome.Abandoned;
        }
    }

    // The execution belongs to the inbox, not to this request: another try, or another instance, may have begun it.
    private async ValueTask<PushAnswer> AwaitReplyAsync(OpenedPush opened, TimeSpan budget, long begun, HttpContext context)
    {
        var rest = budget - time.GetElapsedTime(begun);
        if (rest <= TimeSpan.Zero)
            return ReceiveOutcome.NotAnswered;
        try
        {
            var reply = await inbox.WaitForReplyAsync(opened.Push.App, opened.Push.Key, rest, context.RequestAborted);
            return reply is null
                ? ReceiveOutcome.NotAnswered
                : PushAnswer.Content(opened, reply.Content, time.GetUtcNow().ToUnixTimeSeconds());
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return ReceiveOutcome.NotAnswered;
        }
    }

    private ReceiveOutcome? Open(PushApp app, string? queryString, byte[] body, out OpenedPush opened)
    {
        opened = null!;
        if (!PushQuery.TryRead(queryString, out var query) || query.Timestamp.IsEmpty || query.Nonce.IsEmpty)
            return ReceiveOutcome.BadQuery;

        // 2. Verify, and 3. decrypt. What stands beside a ciphertext is signed by nobody and is dropped.
        var refusal = app.Encrypted
            ? OpenEncrypted(app, query, body, out var message, out var format, out var seal)
            : OpenClear(app, query, body, out message, out format, out seal);
        if (refusal is not null)
            return refusal;

        // 4. Read what identity and routing need.
        if (PushReader.ReadHeader(message.Span, out var header) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (!PushVerification.IsAddressedTo(app, header.ToUserName))
            return ReceiveOutcome.WrongRecipient;

        var now = time.GetUtcNow();
        var identity = PushIdentity.Of(app.Options.AppId, header, message);
        var windows = options.CurrentValue.Deduplication;
        var budget = answers.BudgetOf(app, header, message);
        var push = new IncomingPush
        {
            Id = PushId.New(now),
            App = app.Name,
            Key = identity.Key,
            Window = identity.IsMessage ? windows.MessageWindow : windows.EventWindow,
            OpenId = identity.User,
            MsgType = header.MsgType,
            Event = header.Event,
            CreateTime = header.CreateTime,
            ReceivedAt = now,
            Body = message,
            AwaitsReply = budget is not null,
        };
        opened = new OpenedPush { Push = push, Format = format, Budget = budget, Seal = seal };
        return null;
    }

    private ReceiveOutcome? OpenEncrypted(
        PushApp app, in PushQuery query, byte[] body, out ReadOnlyMemory<byte> message, out PushFormat format, out ReplySeal? seal)
    {
        (message, format, seal) = (default, default, null);

        // Whoever knows the token but signs no ciphertext is WeChat in another mode than this app's.
        if (query.MessageSignature.IsEmpty)
            return PushVerification.FindToken(app, query) is null ? ReceiveOutcome.BadSignature : ReceiveOutcome.NotEncrypted;
        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (envelope.Encrypt.IsEmpty)
            return ReceiveOutcome.NotEncrypted;
        if (PushVerification.FindToken(app, query, envelope.Encrypt.Span) is not { } token)
            return ReceiveOutcome.BadSignature;
        if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
            return ReceiveOutcome.StaleTimestamp;
        if (!PushVerification.IsAddressedTo(app, envelope.ToUserName))
            return ReceiveOutcome.WrongRecipient;
        if (PushVerification.Decrypt(app, envelope.Encrypt.Span, out var clear) is not { } cipher)
            return ReceiveOutcome.Undecryptable;

        message = clear;
        format = envelope.Format;
        seal = app.Mode == PushMode.Secure ? new ReplySeal(cipher, token, query.Nonce.ToString()) : null;
        return null;
    }

    // A clear push is verified before its body is looked at.
    private ReceiveOutcome? OpenClear(
        PushApp app, in PushQuery query, byte[] body, out ReadOnlyMemory<byte> message, out PushFormat format, out ReplySeal? seal)
    {
        (message, format, seal) = (body, default, null);
        if (PushVerification.FindToken(app, query) is null)
            return ReceiveOutcome.BadSignature;
        if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
            return ReceiveOutcome.StaleTimestamp;
        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (!envelope.Encrypt.IsEmpty && !envelope.HasClearFields)
            return ReceiveOutcome.NoKey;
        if (!envelope.Encrypt.IsEmpty)
            WarnOfCompatibleMode(app);
        format = envelope.Format;
        return null;
    }
}
