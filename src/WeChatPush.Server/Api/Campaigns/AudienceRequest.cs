using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Who gets a campaign.</summary>
internal sealed record AudienceRequest
{
    /// <summary>Every user with a usable credit, or those who are listed.</summary>
    public required CampaignAudience Kind { get; init; }

    /// <summary>The users, of a list. An openId that is listed twice is one recipient.</summary>
    public IReadOnlyList<RecipientRequest>? Recipients { get; init; }
}
