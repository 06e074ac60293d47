using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Good pushes in unusual clothes.</summary>
internal static class TransportCases
{
    private const string Sniff = "WeChat has sent JSON as text/xml: only the body itself says what it is.";

    public static IEnumerable<CheckCase> For(SimulatedApp app) =>
    [
        Accept(app.Format == PushFormat.Json ? "JSON as text/xml" : "XML as application/json", Sniff,
            request => request with { ContentType = app.Format == PushFormat.Json ? "text/xml" : "application/json" }),
        Accept("no content type", Sniff, request => request with { ContentType = null }),

        // The relay writes its body itself, and signs it.
        .. app.Route == PushRoute.CloudFunction ? (CheckCase[])[] :
        [
            Accept("byte order mark in front", "The parser fails on three invisible bytes.",
                request => request with { Body = Prefixed("\uFEFF", request.Body) }),
            Accept("white space in front", "The parser or the format detection fails.",
                request => request with { Body = Prefixed("\r\n  ", request.Body) }),
        ],
        Accept("one query parameter more", "WeChat appends openid, and may append more tomorrow.",
            request => request.And("simulator", "1")),
    ];

    private static CheckCase Accept(string name, string why, Func<PushRequest, PushRequest> change) =>
        new(name, "success", why, (context, token) =>
        {
            var payload = context.Builder.Text("你好");
            return context.AcceptedAsync(change(context.Signer.Push(payload)), payload, token);
        });

    private static byte[] Prefixed(string prefix, ReadOnlyMemory<byte> body) =>
        [.. Encoding.UTF8.GetBytes(prefix), .. body.Span];
}
