using System.Text.Json.Serialization;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Outbound;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>A campaign that is to be made.</summary>
internal sealed record CampaignRequest
{
    /// <summary>A name for people; 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>On which kind of credit: subscribe permits, if left out.</summary>
    public CreditKind? Kind { get; init; }

    /// <summary>The template; at most 128 characters.</summary>
    public required string TemplateId { get; init; }

    /// <summary>
    /// The page of the mini program that a tap leads to; <c>{field}</c> stands for a recipient's value, which is
    /// URL-encoded. Left out: a tap leads nowhere.
    /// </summary>
    public string? Page { get; init; }

    /// <summary>The value of each keyword, by its key; <c>{field}</c> stands for a recipient's value.</summary>
    public IReadOnlyDictionary<string, KeywordValue>? Data { get; init; }

    /// <summary>In the place of data, for kind template: the values of keyword1, keyword2, … in their order.</summary>
    public IReadOnlyList<TextOrNumber>? Keywords { get; init; }

    /// <summary>
    /// Which version of the mini program a tap opens: the released one, if left out. Of subscribe messages only.
    /// </summary>
    [JsonPropertyName("miniprogramState")]
    public MiniProgramState? MiniProgramState { get; init; }

    /// <summary>The language of the texts around the message: zh_CN, if left out. Of subscribe messages only.</summary>
    public MessageLanguage? Lang { get; init; }

    /// <summary>Messages per second over all instances, 0.01 to 10000.</summary>
    public required double Rate { get; init; }

    /// <summary>When it starts by itself, not more than a minute ago. Left out: it stays a draft until it is started.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Whether only the outcomes are found out: nothing is sent, and no credit is spent.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Limits that protect the recipients.</summary>
    public CampaignLimitsRequest? Limits { get; init; }

    /// <summary>Who gets it. Left out only where the recipients come as a file.</summary>
    public AudienceRequest? Audience { get; init; }
}
