using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatPush.Simulator.FakeApi.Apis;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>Maps the simulated WeChat API into a host.</summary>
public static class FakeWeChatEndpoints
{
    private delegate FakeAnswer Api(FakeWeChat weChat, FakeRequest request);

    /// <summary>WeChat's paths below <paramref name="prefix"/>, and the control API below <c>/_simulator</c>.</summary>
    public static IEndpointConventionBuilder MapFakeWeChat(
        this IEndpointRouteBuilder endpoints, FakeWeChat weChat, string prefix = "")
    {
        var group = endpoints.MapGroup(prefix);
        Map(FakeApis.StableToken, TokenApi.Stable);
        Map(FakeApis.Token, TokenApi.Fresh);
        Map(FakeApis.CustomSend, Authorized(CustomSendApi.Send));
        Map(FakeApis.SubscribeSend, Authorized(SubscribeSendApi.Send));
        Map(FakeApis.TemplateSend, Authorized(TemplateSendApi.Send));
        Map(FakeApis.Session, SessionApi.Exchange);
        Map(FakeApis.Typing, Authorized(TypingApi.Show));
        Map(FakeApis.MediaUpload, Authorized(MediaApi.Upload));
        Map(FakeApis.MediaGet, Authorized(MediaApi.Get));
        Map(FakeApis.Templates, Authorized(TemplateListApi.List));
        Map(FakeApis.CallbackIp, Authorized(CallbackIpApi.List));

        var unknown = group.Map("/cgi-bin/{**rest}", context =>
            RunAsync(context, weChat, context.Request.Path.Value!, (_, _) => FakeAnswer.Error(40066, "invalid url")));
        unknown.WithOrder(int.MaxValue);

        group.MapGroup("/_simulator").MapControl(weChat);
        return group;

        void Map(string path, Api api) => group.Map(path, context => RunAsync(context, weChat, path, api));
    }

    private static async Task RunAsync(HttpContext context, FakeWeChat weChat, string path, Api api)
    {
        var request = await FakeRequest.ReadAsync(context, path);
        var reply = await FakePipeline.RunAsync(weChat, request, () => api(weChat, request));
        if (reply.Cut)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        if (reply.File is { } file)
            await context.Response.Body.WriteAsync(file, context.RequestAborted);
        else
            await context.Response.WriteAsync(reply.Body, context.RequestAborted);
    }

    private static Api Authorized(Api api) => (weChat, request) =>
    {
        var refusal = weChat.Tokens.Check(request.AccessToken, out var appId);
        request.AppId = appId;
        return refusal is not null && (weChat.RequireAccessToken || request.AccessToken is not null)
            ? refusal
            : api(weChat, request);
    };
}
