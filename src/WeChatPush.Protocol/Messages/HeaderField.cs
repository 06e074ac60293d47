namespace WeChatPush.Protocol;

/// <summary>The fields of the envelope.</summary>
[Flags]
internal enum HeaderField
{
    /// <summary>Not one of them.</summary>
    None = 0,

    /// <summary><c>MsgType</c></summary>
    MsgType = 1,

    /// <summary><c>Event</c></summary>
    Event = 2,

    /// <summary><c>FromUserName</c></summary>
    FromUserName = 4,

    /// <summary><c>ToUserName</c></summary>
    ToUserName = 8,

    /// <summary><c>CreateTime</c></summary>
    CreateTime = 16,

    /// <summary><c>MsgId</c></summary>
    MsgId = 32,

    /// <summary><c>action</c>, the only field of a cloud hosting probe.</summary>
    Action = 64,
}
