using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>What is particular about cloud hosting: a probe, and a header that is all the trust there is.</summary>
internal static class GatewayCases
{
    private const string Configured = "The console does not accept the path: 路径配置检查失败.";
    private const string Anybody = "Where the container can be reached from outside, any client can make up payments.";

    public static IEnumerable<CheckCase> For(PushFormat format)
    {
        var probe = format == PushFormat.Json
            ? "{ \"action\": \"CheckContainerPath\"}"
            : "<xml>\n  <action>CheckContainerPath</action>\n</xml>";
        yield return Accept("the console's probe", Configured, probe, request => request);
        yield return Accept("the console's probe, without the gateway's header", Configured, probe, Bare);
        yield return Accept("the gateway's header by its other name",
            "WeChat's pages have both x-wx-source and x-wx-sources.",
            request => request with { Headers = [new("x-wx-sources", "wx_mp")] });
        yield return Accept("the headers of a shared environment (资源复用)",
            "A mini program that shares the environment is not served.",
            request => request with
            {
                Headers =
                [
                    .. request.Headers,
                    new("x-wx-appid", "wx0000000000000001"),
                    new("x-wx-from-appid", "wx0000000000000002"),
                    new("x-wx-from-openid", "oFrom"),
                ],
            });
        yield return new("a push without the gateway's header", "4xx", Anybody,
            (context, token) => context.RefusedAsync(Bare(context.Signer.Push(context.Builder.Text("forged"))), token));
        yield return new("a push with an empty header", "4xx", Anybody,
            (context, token) =>
            {
                var request = context.Signer.Push(context.Builder.Text("forged"));
                return context.RefusedAsync(request with { Headers = [new("x-wx-source", "")] }, token);
            });
    }

    private static PushRequest Bare(PushRequest request) => request with { Headers = [] };

    private static CheckCase Accept(string name, string why, string body, Func<PushRequest, PushRequest> change) =>
        new(name, "success", why, (context, token) =>
        {
            var payload = context.Builder.Raw(Encoding.UTF8.GetBytes(body));
            return context.AcceptedAsync(change(context.Signer.Push(payload)), payload, token);
        });

    private static CheckCase Accept(string name, string why, Func<PushRequest, PushRequest> change) =>
        new(name, "success", why, (context, token) =>
        {
            var payload = context.Builder.Text("你好");
            return context.AcceptedAsync(change(context.Signer.Push(payload)), payload, token);
        });
}
