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
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        string? echo = null;
        var outcome = context.Request.Method switch
        {
            "GET" => Verify(app, context.Request, out echo),
            "POST" => await ReceiveAsync(app, context.Request),
            _ => ReceiveOutcome.MethodNotAllowed,
        };

        if (outcome is ReceiveOutcome.Accepted or ReceiveOutcome.Duplicate)
            intake.Accept(name, time.GetUtcNow());
        else if (outcome is not ReceiveOutcome.Verified)
            Report(app, outcome);
        await PushAnswer.WriteAsync(context.Response, outcome, echo);
    }

    private ReceiveOutcome Verify(PushApp app, HttpRequest request, out string? echo)
    {
        echo = null;
        if (!PushQuery.TryRead(request.QueryString.Value, out var query)
            || query.Timestamp.IsEmpty || query.Nonce.IsEmpty || query.Echo is null)
            return ReceiveOutcome.BadQuery;
        if (!PushVerification.IsSigned(app, query))
            return ReceiveOutcome.BadSignature;
        if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
            return ReceiveOutcome.StaleTimestamp;
        echo = query.Echo;
        return ReceiveOutcome.Verified;
    }

    private async ValueTask<ReceiveOutcome> ReceiveAsync(PushApp app, HttpRequest request)
    {
        // 1. Receive: at most MaxBodyBytes.
        var settings = options.CurrentValue;
        var (body, problem) = await ReceivedBody.ReadAsync(request, settings.Receiving.MaxBodyBytes, request.HttpContext.RequestAborted);
        if (problem is not null)
            return problem.Value;

        // 2.-4. Verify, decrypt, read: nothing but computing.
        if (Open(app, request.QueryString.Value, body, out var push) is { } refusal)
            return refusal;

        // 5. Append. Not linked to the request: a push that is complete is kept, also when WeChat has hung up meanwhile.
        //    A deadline means "unknown", and unknown is not success: WeChat tries again and the identity makes that harmless.
        using var deadline = new CancellationTokenSource(settings.Receiving.AppendTimeout, time);
        try
        {
            return await inbox.AppendAsync(push, deadline.Token) switch
            {
                AppendOutcome.Stored => ReceiveOutcome.Accepted,
                AppendOutcome.Duplicate => ReceiveOutcome.Duplicate,
                _ => ReceiveOutcome.NotStored,
            };
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return ReceiveOutcome.NotStored;
        }

        // 6. Answer: the caller's, from the outcome alone.
    }

    private ReceiveOutcome? Open(PushApp app, string? queryString, byte[] body, out IncomingPush push)
    {
        push = null!;
        if (!PushQuery.TryRead(queryString, out var query) || query.Timestamp.IsEmpty || query.Nonce.IsEmpty)
            return ReceiveOutcome.BadQuery;

        // 2. Verify. A clear push is verified before its body is looked at, an encrypted one over its ciphertext.
        ReadOnlyMemory<byte> message;
        if (app.Encrypted)
        {
            // Whoever knows the token but signs no ciphertext is WeChat in another mode than this app's.
            if (query.MessageSignature.IsEmpty)
                return PushVerification.IsSigned(app, query) ? ReceiveOutcome.NotEncrypted : ReceiveOutcome.BadSignature;
            if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
                return ReceiveOutcome.Malformed;
            if (envelope.Encrypt.IsEmpty)
                return ReceiveOutcome.NotEncrypted;
            if (!PushVerification.IsSigned(app, query, envelope.Encrypt.Span))
                return ReceiveOutcome.BadSignature;
            if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
                return ReceiveOutcome.StaleTimestamp;
            if (!PushVerification.IsAddressedTo(app, envelope.ToUserName))
                return ReceiveOutcome.WrongRecipient;

            // 3. Decrypt. What stands beside the ciphertext is signed by nobody and is dropped.
            if (!PushVerification.TryDecrypt(app, envelope.Encrypt.Span, out var clear))
                return ReceiveOutcome.Undecryptable;
            message = clear;
        }
        else
        {
            if (!PushVerification.IsSigned(app, query))
                return ReceiveOutcome.BadSignature;
            if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
                return ReceiveOutcome.StaleTimestamp;
            if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
                return ReceiveOutcome.Malformed;
            if (!envelope.Encrypt.IsEmpty && !envelope.HasClearFields)
                return ReceiveOutcome.NoKey;
            if (!envelope.Encrypt.IsEmpty)
                WarnOfCompatibleMode(app);
            message = body;
        }

        // 4. Read what identity and routing need.
        if (PushReader.ReadHeader(message.Span, out var header) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (!PushVerification.IsAddressedTo(app, header.ToUserName))
            return ReceiveOutcome.WrongRecipient;

        var now = time.GetUtcNow();
        var identity = PushIdentity.Of(app.Options.AppId, header, message);
        var windows = options.CurrentValue.Deduplication;
        push = new IncomingPush
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
        };
        return null;
    }
}
