using System.Globalization;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>Turns payloads into signed, and where the mode says so encrypted, requests.</summary>
public sealed class PushSigner(SimulatedApp app, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The GET by which the console checks a URL. It is the same in every mode.</summary>
    public PushRequest Verification(string echo, string? nonce = null)
    {
        var timestamp = Timestamp();
        nonce ??= NewNonce();
        return new PushRequest
        {
            Method = HttpMethod.Get,
            Query =
            [
                new("signature", PushSignature.Compute(app.Token, timestamp, nonce)),
                new("echostr", echo),
                new("timestamp", timestamp),
                new("nonce", nonce),
            ],
        };
    }

    /// <summary>The POST that carries a payload in the app's mode.</summary>
    public PushRequest Push(PushPayload payload) => app.Route switch
    {
        PushRoute.CloudHosting => ThroughGateway(payload),
        PushRoute.CloudFunction => Relayed(payload, _time.GetUtcNow()),
        _ => app.IsEncrypted ? Encrypted(payload, app.Cipher().Encrypt(payload.Body.Span)) : Clear(payload),
    };

    /// <summary>The POST of cloud hosting's gateway: nothing is signed, a header says where it comes from.</summary>
    public static PushRequest ThroughGateway(PushPayload payload) => new()
    {
        Method = HttpMethod.Post,
        ContentType = ContentTypeOf(payload.Format),
        Body = payload.Body,
        Query = [],
        Headers = [new("x-wx-source", "wx_mp"), new("x-wx-openid", payload.OpenId)],
    };

    /// <summary>The POST of the relay in a cloud function.</summary>
    public PushRequest Relayed(PushPayload payload, DateTimeOffset at)
    {
        var id = $"msg_{Guid.NewGuid():N}";
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        WebhookSignature.TryReadSecret(app.RelaySecret, out var key);
        return new PushRequest
        {
            Method = HttpMethod.Post,
            ContentType = "application/json; charset=utf-8",
            Body = payload.Body,
            Query = [],
            Headers =
            [
                new(WebhookSignature.IdHeader, id),
                new(WebhookSignature.TimestampHeader, timestamp),
                new(WebhookSignature.SignatureHeader, WebhookSignature.Compute(key, id, timestamp, payload.Body.Span)),
            ],
        };
    }

    /// <summary>The POST of plaintext mode, whatever the mode of the app.</summary>
    public PushRequest Clear(PushPayload payload)
    {
        var timestamp = Timestamp();
        var nonce = NewNonce();
        return new PushRequest
        {
            Method = HttpMethod.Post,
            ContentType = ContentTypeOf(payload.Format),
            Body = payload.Body,
            Query =
            [
                new("signature", PushSignature.Compute(app.Token, timestamp, nonce)),
                new("timestamp", timestamp),
                new("nonce", nonce),
                new("openid", payload.OpenId),
            ],
        };
    }

    /// <summary>A POST with this ciphertext, signed rightly whatever the ciphertext is.</summary>
    public PushRequest Encrypted(PushPayload payload, string encrypt)
    {
        var request = Clear(payload);
        return request with
        {
            Body = app.Mode == WireMode.Compatible
                ? PushEnvelopeWriter.BesideClearFields(payload, encrypt)
                : PushEnvelopeWriter.Alone(payload, encrypt),
            Query =
            [
                .. request.Query,
                new("encrypt_type", "aes"),
                new("msg_signature", SignatureOf(request["timestamp"]!, request["nonce"]!, encrypt)),
            ],
        };
    }

    // Over an empty ciphertext both signatures are the same: an attacker who catches one of a clear push has the other.
    private string SignatureOf(string timestamp, string nonce, string encrypt) => encrypt.Length == 0
        ? PushSignature.Compute(app.Token, timestamp, nonce)
        : PushSignature.ComputeEncrypted(app.Token, timestamp, nonce, encrypt);

    private static string ContentTypeOf(PushFormat format) =>
        format == PushFormat.Json ? "application/json" : "text/xml";

    private static string NewNonce() =>
        Random.Shared.Next(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    private string Timestamp() => _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
