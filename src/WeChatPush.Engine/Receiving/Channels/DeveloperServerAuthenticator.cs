using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// An own server: the console checks its URL by GET, and every request is signed with the app's token.
/// </summary>
internal sealed partial class DeveloperServerAuthenticator(TimeProvider time, ILogger<DeveloperServerAuthenticator> logger)
    : IChannelAuthenticator
{
    private readonly ConcurrentDictionary<string, bool> _compatibleWarned = new(StringComparer.Ordinal);

    public string Methods => "GET, POST";

    public PushAnswer Verify(App app, HttpRequest request)
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

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (!PushQuery.TryRead(request.QueryString.Value, out var query))
            return ReceiveOutcome.BadQuery;

        // A caller that shows the header of WeChat's gateway in place of a signature claims a trust that this app does not
        // give.
        if (query.Signature.IsEmpty && query.MessageSignature.IsEmpty && CloudHeaders.NameASource(request.Headers))
            return ReceiveOutcome.BadSignature;
        if (query.Timestamp.IsEmpty || query.Nonce.IsEmpty)
            return ReceiveOutcome.BadQuery;

        // Fields beside a ciphertext are not covered by the signature and are dropped.
        var refusal = app.Channel.Encrypted ? OpenEncrypted(app, query, body, out push) : OpenClear(app, query, body, out push);
        return refusal is { } outcome ? outcome : null;
    }

    private ReceiveOutcome? OpenEncrypted(App app, in PushQuery query, byte[] body, out DecryptedPush push)
    {
        push = default;

        // A caller that knows the token but signs no ciphertext is WeChat in another mode than this app's.
        if (query.MessageSignature.IsEmpty)
        {
            return PushVerification.FindToken(app, query) is null
                ? ReceiveOutcome.BadSignature
                : ReceiveOutcome.NotEncrypted;
        }

        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (envelope.Encrypt.IsEmpty)
            return ReceiveOutcome.NotEncrypted;
        if (PushVerification.FindToken(app, query, envelope.Encrypt.Span) is not { } token)
            return ReceiveOutcome.BadSignature;
        if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
            return ReceiveOutcome.StaleTimestamp;
        if (!app.IsAddressee(envelope.ToUserName))
            return ReceiveOutcome.WrongRecipient;
        if (PushVerification.Decrypt(app, envelope.Encrypt.Span, out var clear) is not { } cipher)
            return ReceiveOutcome.Undecryptable;

        var seal = app.Channel.Mode == PushMode.Secure ? new ReplySeal(cipher, token, query.Nonce.ToString()) : null;
        push = new DecryptedPush(clear, envelope.Format, seal);
        return null;
    }

    // A clear push is verified before its body is looked at.
    private ReceiveOutcome? OpenClear(App app, in PushQuery query, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (PushVerification.FindToken(app, query) is null)
            return ReceiveOutcome.BadSignature;
        if (!PushVerification.IsTimely(app, query, time.GetUtcNow()))
            return ReceiveOutcome.StaleTimestamp;
        if (DecryptedPush.TryRead(body, out push, out var hasCiphertext) is { } refusal)
            return refusal;
        if (hasCiphertext && _compatibleWarned.TryAdd(app.Name, true))
            LogCompatible(logger, app.Name);
        return null;
    }

    [LoggerMessage(209, LogLevel.Warning,
        "{App}: pushes arrive in 兼容模式, and WeChatPush:Apps:{App}:EncodingAesKey is not set; "
        + "their clear fields are read. Set the key, so that they can be trusted.")]
    private static partial void LogCompatible(ILogger logger, string app);
}
