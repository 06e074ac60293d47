using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// WeChat's cloud hosting (微信云托管): its gateway delivers in the clear, without any signature, and names itself in a
/// header.
/// </summary>
internal sealed class CloudHostingAuthenticator : IChannelAuthenticator
{
    private const string Probe = "CheckContainerPath";
    private const int MaxProbeLength = 1024;

    public string Methods => "POST";

    public PushAnswer Verify(App app, HttpRequest request, out PushKey? nonce)
    {
        nonce = null;
        return PushAnswer.NotAllowed(Methods);
    }

    public ReceiveOutcome? Screen(App app, HttpRequest request, ref int maxBytes)
    {
        if (FindDistrust(app, request) is not { } refusal)
            return null;

        // Nothing but the probe may come without a source, and a probe is small.
        maxBytes = Math.Min(maxBytes, MaxProbeLength);
        return request.ContentLength > maxBytes ? refusal : null;
    }

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (IsProbe(body))
            return PushAnswer.Probed;
        if (FindDistrust(app, request) is { } untrusted)
            return untrusted;
        if (DecryptedPush.TryRead(body, out push, out _) is { } refusal)
            return refusal;
        push = push with
        {
            Source = CloudHeaders.Read(request.Headers),
            Sender = CloudHeaders.Sender(request.Headers),
        };
        return null;
    }

    private static ReceiveOutcome? FindDistrust(App app, HttpRequest request) =>
        !CloudHeaders.NameASource(request.Headers) ? ReceiveOutcome.NotFromGateway
        : !CloudHeaders.AreTrusted(request.Headers, app.Options.CloudSources) ? ReceiveOutcome.FromClient
        : null;

    // How the console checks that a server listens here; not documented to carry the gateway's header. It is no push.
    private static bool IsProbe(byte[] body) =>
        body.Length <= MaxProbeLength
        && PushReader.ReadHeader(body, out var header) == ReadOutcome.Ok
        && header is { Action: Probe, MsgType: "", Event: null };
}
