using System.Globalization;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>What is particular about the relay in a cloud function: its signature, and its events.</summary>
internal static class RelayCases
{
    private const string Forged = "Every client that knows the URL can make up messages and payments.";
    private const string Replayed = "An attacker who catches a request can replay it for ever.";

    private static readonly TimeSpan TooFar = TimeSpan.FromMinutes(6);

    public static IEnumerable<CheckCase> All =>
    [
        new("the AppID as ToUserName, the MsgId as text", "success", "That is how a cloud function gets its event.",
            (context, token) =>
            {
                var app = context.App with { OriginalId = context.App.AppId };
                var payload = new PushBuilder(app, $"{context.User}Relay", context.Time)
                {
                    MsgId = Random.Shared.NextInt64(1L << 60, long.MaxValue).ToString(CultureInfo.InvariantCulture),
                }.Text("你好");
                return context.AcceptedAsync(payload, token);
            }),
        new("one right signature among others", "success", "While a secret is changed, there are two.",
            (context, token) =>
            {
                var payload = context.Builder.Text("你好");
                var request = context.Signer.Push(payload);
                request = Change(
                    request, WebhookSignature.SignatureHeader, value => $"v1,AAAA v2,{value[3..]} {value}");
                return context.AcceptedAsync(request, payload, token);
            }),
        Refuse("wrong signature", Forged, request => Change(request, WebhookSignature.SignatureHeader, _ => "v1,AAAA")),
        Refuse("signature missing", Forged, request => Change(request, WebhookSignature.SignatureHeader, _ => null)),
        Refuse("no headers at all", Forged, request => request with { Headers = [] }),
        Refuse("another id than the one signed", Forged,
            request => Change(request, WebhookSignature.IdHeader, _ => "msg_other")),
        Refuse("another time than the one signed", Forged,
            request => Change(request, WebhookSignature.TimestampHeader, _ => "1")),
        Refuse("one byte of the body changed", Forged, request => request with { Body = Changed(request.Body) }),
        new("signed with another secret", "4xx", Forged, (context, token) =>
        {
            var stranger = new PushSigner(context.App with { RelaySecret = "whsec_YW5vdGhlcg==" }, context.Time);
            return context.RefusedAsync(stranger.Push(context.Builder.Text("forged")), token);
        }),
        Age("signed six minutes ago", -TooFar),
        Age("signed in six minutes", TooFar),
        Refuse("the gateway's header in place of a signature", Forged,
            request => request with { Headers = [new("x-wx-source", "wx_mp")] }),
    ];

    private static CheckCase Refuse(string name, string why, Func<PushRequest, PushRequest> change) =>
        new(name, "4xx", why, (context, token) =>
            context.RefusedAsync(change(context.Signer.Push(context.Builder.Text("forged"))), token));

    private static CheckCase Age(string name, TimeSpan age) =>
        new(name, "4xx", Replayed, (context, token) =>
        {
            var payload = context.Builder.Text("late");
            return context.RefusedAsync(context.Signer.Relayed(payload, context.Time.GetUtcNow() + age), token);
        });

    private static PushRequest Change(PushRequest request, string header, Func<string, string?> change) => request with
    {
        Headers = [.. from pair in request.Headers
                      let value = pair.Key == header ? change(pair.Value) : pair.Value
                      where value is not null
                      select new KeyValuePair<string, string>(pair.Key, value)],
    };

    private static byte[] Changed(ReadOnlyMemory<byte> body)
    {
        var changed = body.ToArray();
        changed[^2] ^= 1;
        return changed;
    }
}
