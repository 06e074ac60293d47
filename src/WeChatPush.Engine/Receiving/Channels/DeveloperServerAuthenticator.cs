using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// An own server: the console checks its URL by GET, and every request is signed with the app's token.
/// </summary>
internal sealed partial class DeveloperServerAuthenticator(
    IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<DeveloperServerAuthenticator> logger)
    : IChannelAuthenticator
{
    private readonly ConcurrentDictionary<string, bool> _compatibleWarned = new(StringComparer.Ordinal);

    public string Methods => "GET, POST";

    public PushAnswer Verify(App app, HttpRequest request, out PushKey? nonce)
    {
        nonce = null;
        if (!PushQuery.TryRead(request.QueryString.Value, out var query)
            || !query.HasTimestampAndNonce || query.Echo is null)
            return ReceiveOutcome.BadQuery;
        if (PushVerification.FindToken(app, query) is null)
            return ReceiveOutcome.BadSignature;
        if (!IsTimelyVerification(app, query))
            return ReceiveOutcome.StaleTimestamp;

        // What signs a URL verification would sign any plaintext push as well; an encrypted one has its own signature.
        if (!app.Channel.Encrypted)
            nonce = NonceKey.From(app, query.Signature);
        return PushAnswer.Echo(query.Echo);
    }

    public ReceiveOutcome? Screen(App app, HttpRequest request, ref int maxBytes)
    {
        if (!PushQuery.TryRead(request.QueryString.Value, out var query))
            return ReceiveOutcome.BadQuery;

        // A caller that shows the header of WeChat's gateway in place of a signature claims a trust that this app does not
        // give.
        if (query.Signature.IsEmpty && query.MessageSignature.IsEmpty && CloudHeaders.NameASource(request.Headers))
            return ReceiveOutcome.BadSignature;
        if (!query.HasTimestampAndNonce)
            return ReceiveOutcome.BadQuery;
        if (ScreenSignature(app, query) is { } refusal)
            return refusal;

        // The kind of the push is not known yet, so the longer window counts.
        if (!PushAge.TryRead(query.Timestamp, out var signedAt))
            return ReceiveOutcome.BadQuery;
        return PushAge.IsFresh(app, signedAt, options.CurrentValue.Deduplication.MaxWindow, time.GetUtcNow())
            ? null
            : ReceiveOutcome.StaleTimestamp;
    }

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (!PushQuery.TryRead(request.QueryString.Value, out var query)
            || !PushAge.TryRead(query.Timestamp, out var signedAt))
            return ReceiveOutcome.BadQuery;

        // Fields beside a ciphertext are not covered by the signature and are dropped.
        var refusal = app.Channel.Encrypted ? OpenEncrypted(app, query, body, out push) : OpenClear(app, query, body, out push);
        push = push with { SignedAt = signedAt };
        return refusal is { } outcome ? outcome : null;
    }

    // The signature over a ciphertext can be checked only with the body. The one of a clear push is checked here for good.
    private static ReceiveOutcome? ScreenSignature(App app, in PushQuery query)
    {
        if (!app.Channel.Encrypted)
            return PushVerification.FindToken(app, query) is null ? ReceiveOutcome.BadSignature : null;
        if (PushVerification.IsSignature(query.MessageSignature))
            return null;

        // A caller that knows the token but signs no ciphertext is WeChat in another mode than this app's.
        return query.MessageSignature.IsEmpty && PushVerification.FindToken(app, query) is not null
            ? ReceiveOutcome.NotEncrypted
            : ReceiveOutcome.BadSignature;
    }

    private bool IsTimelyVerification(App app, in PushQuery query) =>
        app.Channel.TimestampTolerance is not { } tolerance
        || (PushAge.TryRead(query.Timestamp, out var signedAt)
            && PushAge.IsWithin(time.GetUtcNow(), signedAt, tolerance, tolerance));

    private static ReceiveOutcome? OpenEncrypted(App app, in PushQuery query, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return ReceiveOutcome.Malformed;
        if (envelope.Encrypt.IsEmpty)
            return ReceiveOutcome.NotEncrypted;
        if (PushVerification.FindToken(app, query, envelope.Encrypt.Span) is not { } token)
            return ReceiveOutcome.BadSignature;
        if (!app.IsAddressee(envelope.ToUserName))
            return ReceiveOutcome.WrongRecipient;
        if (PushVerification.Decrypt(app, envelope.Encrypt.Span, out var clear) is not { } cipher)
            return ReceiveOutcome.Undecryptable;

        var seal = app.Channel.Mode == PushMode.Secure ? new ReplySeal(cipher, token, query.Nonce.ToString()) : null;
        push = new DecryptedPush(clear, envelope.Format) { Seal = seal, IsSigned = true };
        return null;
    }

    private ReceiveOutcome? OpenClear(App app, in PushQuery query, byte[] body, out DecryptedPush push)
    {
        if (DecryptedPush.TryRead(body, out push, out var hasCiphertext) is { } refusal)
            return refusal;
        if (hasCiphertext && _compatibleWarned.TryAdd(app.Name, true))
            LogCompatible(logger, app.Name);
        push = push with { Nonce = NonceKey.From(app, query.Signature) };
        return null;
    }

    [LoggerMessage(209, LogLevel.Warning,
        "{App}: pushes arrive in 兼容模式, and WeChatPush:Apps:{App}:EncodingAesKey is not set; "
        + "their clear fields are read. Set the key, so that they can be trusted.")]
    private static partial void LogCompatible(ILogger logger, string app);
}
