namespace WeChatPush.Sending;

/// <summary>WeChat's sending APIs, by the path that names them in the journal, the log and the metrics.</summary>
internal static class SendApis
{
    /// <summary>发送客服消息.</summary>
    public const string CustomerMessage = "/cgi-bin/message/custom/send";

    /// <summary>下发客服当前输入状态, of mini programs.</summary>
    public const string Typing = "/cgi-bin/message/custom/business/typing";

    /// <summary>获取稳定版接口调用凭据.</summary>
    public const string Token = "/cgi-bin/stable_token";

    /// <summary>小程序登录.</summary>
    public const string Login = "/sns/jscode2session";

    /// <summary>新增图片素材.</summary>
    public const string MediaUpload = "/cgi-bin/media/upload";

    /// <summary>获取客服消息内的临时素材.</summary>
    public const string MediaDownload = "/cgi-bin/media/get";

    /// <summary>发送订阅消息.</summary>
    public const string SubscribeMessage = "/cgi-bin/message/subscribe/send";

    /// <summary>获取个人模板列表, of subscribe messages.</summary>
    public const string TemplateList = "/wxaapi/newtmpl/gettemplate";

    /// <summary>发送模板消息, by formId; retired since 2020.</summary>
    public const string TemplateMessage = "/cgi-bin/message/wxopen/template/send";
}
