using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Limits that protect the recipients of a campaign.</summary>
internal sealed record CampaignLimitsRequest
{
    /// <summary>Messages of all campaigns of the app that a user gets in a day of China (UTC+8) at most, from 1.</summary>
    public int? PerUserPerDay { get; init; }

    /// <summary>The part of the day in which no message is sent.</summary>
    public QuietHoursRequest? QuietHours { get; init; }

    /// <summary>The same in the engine's words.</summary>
    public CampaignLimits ToLimits() => new() { PerUserPerDay = PerUserPerDay, QuietHours = QuietHours?.ToQuietHours() };
}
