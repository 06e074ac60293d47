using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// A cloud function (云函数) that relays its event to this server, signed as Standard Webhooks are, with a secret that
/// the two share.
/// </summary>
internal sealed class CloudFunctionAuthenticator(TimeProvider time) : IChannelAuthenticator
{
    public string Methods => "POST";

    public PushAnswer Verify(App app, HttpRequest request, out PushKey? nonce)
    {
        nonce = null;
        return PushAnswer.NotAllowed(Methods);
    }

    public ReceiveOutcome? Screen(App app, HttpRequest request, ref int maxBytes)
    {
        var (id, timestamp, signatures) = Signature(request);
        if (signatures.Length == 0 || app.Channel.RelayKeys.Length == 0)
            return ReceiveOutcome.BadSignature;
        if (id.Length == 0 || timestamp.Length == 0)
            return ReceiveOutcome.BadQuery;
        return PushAge.TryRead(timestamp, out var signedAt)
            && PushAge.IsWithin(time.GetUtcNow(), signedAt, AppOptions.RelayTolerance, AppOptions.RelayTolerance)
                ? null
                : ReceiveOutcome.StaleTimestamp;
    }

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        var (id, timestamp, signatures) = Signature(request);
        var keys = app.Channel.RelayKeys;
        var signer = Array.FindIndex(keys, key => WebhookSignature.Verify(key, id, timestamp, body, signatures));
        if (signer < 0)
            return ReceiveOutcome.BadSignature;
        if (signer > 0)
            app.Channel.NotePreviousRelaySecret();
        if (DecryptedPush.TryRead(body, out push, out _) is { } refusal)
            return refusal;
        push = push with { IsSigned = true };
        return null;
    }

    private static (string Id, string Timestamp, string Signatures) Signature(HttpRequest request) => (
        request.Headers[WebhookSignature.IdHeader].ToString(),
        request.Headers[WebhookSignature.TimestampHeader].ToString(),
        request.Headers[WebhookSignature.SignatureHeader].ToString());
}
