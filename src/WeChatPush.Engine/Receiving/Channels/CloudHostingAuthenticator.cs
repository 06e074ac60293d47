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

    public PushAnswer Verify(App app, HttpRequest request) => PushAnswer.NotAllowed(Methods);

    public PushAnswer? Authenticate(App app, HttpRequest request, byte[] body, out DecryptedPush push)
    {
        push = default;
        if (IsProbe(body))
            return PushAnswer.Probed;
        if (!CloudHeaders.NameASource(request.Headers))
            return ReceiveOutcome.NotFromGateway;
        if (DecryptedPush.TryRead(body, out push, out _) is { } refusal)
            return refusal;
        push = push with { Source = CloudHeaders.Read(request.Headers) };
        return null;
    }

    // How the console checks that a server listens here; not documented to carry the gateway's header. It is no push.
    private static bool IsProbe(byte[] body) =>
        body.Length <= MaxProbeLength
        && PushReader.ReadHeader(body, out var header) == ReadOutcome.Ok
        && header is { Action: Probe, MsgType: "", Event: null };
}
