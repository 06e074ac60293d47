using System.Globalization;
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

    public PushAnswer Verify(App app, HttpRequest request) => PushAnswer.NotAllowed(Methods);

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        var signatures = request.Headers[WebhookSignature.SignatureHeader].ToString();
        if (signatures.Length == 0)
            return ReceiveOutcome.BadSignature;
        var id = request.Headers[WebhookSignature.IdHeader].ToString();
        var timestamp = request.Headers[WebhookSignature.TimestampHeader].ToString();
        if (id.Length == 0 || timestamp.Length == 0)
            return ReceiveOutcome.BadQuery;

        if (app.Channel.RelayKey is not { } key || !WebhookSignature.Verify(key, id, timestamp, body, signatures))
            return ReceiveOutcome.BadSignature;
        if (!IsTimely(timestamp))
            return ReceiveOutcome.StaleTimestamp;
        return DecryptedPush.TryRead(body, out push, out _) is { } refusal ? refusal : null;
    }

    private bool IsTimely(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - (double)seconds) <= AppOptions.RelayTolerance.TotalSeconds;
}
