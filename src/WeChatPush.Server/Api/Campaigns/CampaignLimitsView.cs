using System.Globalization;
using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>The limits of a campaign, in the words of the request that made it.</summary>
internal sealed record CampaignLimitsView(int? PerUserPerDay, QuietHoursView? QuietHours)
{
    public static CampaignLimitsView From(CampaignLimits limits) => new(
        limits.PerUserPerDay, limits.QuietHours is { } quiet ? QuietHoursView.For(quiet) : null);
}

/// <summary>The part of the day in which no message is sent.</summary>
internal sealed record QuietHoursView(string From, string To, string UtcOffset, QuietHoursAction Then)
{
    public static QuietHoursView For(QuietHours quiet) => new(
        Clock(quiet.From), Clock(quiet.To), Offset(quiet.UtcOffset), quiet.Then);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
