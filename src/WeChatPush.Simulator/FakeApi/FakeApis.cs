namespace WeChatPush.Simulator.FakeApi;

/// <summary>The paths that the simulated WeChat serves.</summary>
public static class FakeApis
{
    public const string StableToken = "/cgi-bin/stable_token";
    public const string Token = "/cgi-bin/token";
    public const string CustomSend = "/cgi-bin/message/custom/send";
    public const string SubscribeSend = "/cgi-bin/message/subscribe/send";
    public const string TemplateSend = "/cgi-bin/message/wxopen/template/send";
    public const string Session = "/sns/jscode2session";
    public const string Templates = "/wxaapi/newtmpl/gettemplate";
    public const string CallbackIp = "/cgi-bin/getcallbackip";

    public const string Typing = "/cgi-bin/message/custom/business/typing";
    public const string MediaUpload = "/cgi-bin/media/upload";
    public const string MediaGet = "/cgi-bin/media/get";

    internal static bool IsSend(string api) => api is CustomSend or SubscribeSend or TemplateSend;
}
