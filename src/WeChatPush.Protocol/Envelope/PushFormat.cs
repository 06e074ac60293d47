namespace WeChatPush.Protocol;

/// <summary>
/// The data format (数据格式) chosen in the mini program's console. It is recognised from the body itself: WeChat has sent
/// <c>Content-Type: text/xml</c> with JSON.
/// </summary>
public enum PushFormat
{
    /// <summary>An <c>&lt;xml&gt;</c> element with one child per field.</summary>
    Xml,

    /// <summary>A JSON object.</summary>
    Json,
}
