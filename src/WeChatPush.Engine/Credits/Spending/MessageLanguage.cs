using System.Text.Json.Serialization;

namespace WeChatPush.Credits;

/// <summary>The language of the fixed texts around a subscribe message (<c>lang</c>).</summary>
public enum MessageLanguage
{
    /// <summary>Simplified Chinese, which WeChat takes if nothing is said.</summary>
    [JsonStringEnumMemberName("zh_CN")]
    ZhCn,

    /// <summary>English.</summary>
    [JsonStringEnumMemberName("en_US")]
    EnUs,

    /// <summary>Traditional Chinese of Hong Kong.</summary>
    [JsonStringEnumMemberName("zh_HK")]
    ZhHk,

    /// <summary>Traditional Chinese of Taiwan.</summary>
    [JsonStringEnumMemberName("zh_TW")]
    ZhTw,
}
