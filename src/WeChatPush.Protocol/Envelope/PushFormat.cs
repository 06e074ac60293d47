namespace WeChatPush.Protocol;

/// <summary>The data format chosen in the mini program's console. A body shows its own; no header is asked.</summary>
public enum PushFormat
{
    /// <summary>An <c>&lt;xml&gt;</c> document, strings in CDATA, numbers bare.</summary>
    Xml,

    /// <summary>A JSON object.</summary>
    Json,
}
