using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>
/// The body of WeChat's <c>custom/send</c>, for the document of the API only: it is checked by the engine, as WeChat has it, and passed
/// on. Source: 发送客服消息 (customerServiceMessage.send).
/// </summary>
internal sealed record CustomerMessageBody
{
    /// <summary>The user's openid.</summary>
    [JsonPropertyName("touser")]
    public required string ToUser { get; init; }

    /// <summary>What is sent: text, image, link or miniprogrampage. The member of that name has the content.</summary>
    [JsonPropertyName("msgtype")]
    public required CustomerMessageType MsgType { get; init; }

    /// <summary>Of a text.</summary>
    public CustomerText? Text { get; init; }

    /// <summary>Of a picture.</summary>
    public CustomerImage? Image { get; init; }

    /// <summary>Of a link.</summary>
    public CustomerLink? Link { get; init; }

    /// <summary>Of a card that opens a page of a mini program.</summary>
    [JsonPropertyName("miniprogrampage")]
    public CustomerCard? MiniProgramPage { get; init; }

    /// <summary>The account of the human agent in whose name it is sent.</summary>
    [JsonPropertyName("customservice")]
    public CustomerAccount? CustomService { get; init; }

    /// <summary>The sub-merchant.</summary>
    [JsonPropertyName("businessid")]
    public long? BusinessId { get; init; }

    /// <summary>The label of a text that an AI wrote.</summary>
    [JsonPropertyName("aimsgcontext")]
    public CustomerAiContext? AiMsgContext { get; init; }
}

/// <summary>The kinds of customer-service messages.</summary>
internal enum CustomerMessageType
{
    /// <summary>A text; links of WeChat's own form are allowed.</summary>
    Text,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A link with title, text and picture.</summary>
    Link,

    /// <summary>A card that opens a page of a mini program.</summary>
    Miniprogrampage,
}

/// <summary>A text.</summary>
internal sealed record CustomerText([property: JsonPropertyName("content")] string Content);

/// <summary>A picture that was uploaded.</summary>
internal sealed record CustomerImage([property: JsonPropertyName("media_id")] string MediaId);

/// <summary>A link.</summary>
internal sealed record CustomerLink(
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("thumb_url")] string ThumbUrl);

/// <summary>A card.</summary>
internal sealed record CustomerCard(
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("pagepath")] string PagePath,
    [property: JsonPropertyName("thumb_media_id")] string ThumbMediaId,
    [property: JsonPropertyName("appid")] string? AppId = null);

/// <summary>An account of a human agent.</summary>
internal sealed record CustomerAccount([property: JsonPropertyName("kf_account")] string KfAccount);

/// <summary>The label of an AI's text.</summary>
internal sealed record CustomerAiContext([property: JsonPropertyName("is_ai_msg")] int IsAiMsg);
