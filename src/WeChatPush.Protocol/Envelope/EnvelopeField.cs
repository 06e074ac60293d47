namespace WeChatPush.Protocol;

/// <summary>The fields around an encrypted push.</summary>
internal enum EnvelopeField
{
    /// <summary>A field of the push itself.</summary>
    Clear,

    /// <summary><c>ToUserName</c></summary>
    ToUserName,

    /// <summary><c>Encrypt</c></summary>
    Encrypt,

    /// <summary><c>AgentID</c>, which some of WeChat's relatives add.</summary>
    AgentId,
}
