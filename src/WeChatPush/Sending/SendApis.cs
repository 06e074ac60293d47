namespace WeChatPush.Sending;

/// <summary>WeChat's sending APIs, by the path that names them in the journal, the log and the metrics.</summary>
internal static class SendApis
{
    /// <summary>发送客服消息.</summary>
    public const string CustomerMessage = "/cgi-bin/message/custom/send";
}
