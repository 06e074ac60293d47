namespace WeChatPush.Campaigns;

/// <summary>What a campaign does out of politeness.</summary>
public sealed record CampaignLimits
{
    /// <summary>
    /// How many messages of all campaigns of the app a user gets in a day (of China, UTC+8) at most;
    /// <see langword="null"/>: any number. A user who has had that many is skipped.
    /// </summary>
    public int? PerUserPerDay { get; init; }

    /// <summary>When no user is to be disturbed; <see langword="null"/>: never.</summary>
    public QuietHours? QuietHours { get; init; }
}

/// <summary>The part of a day in which no user is disturbed. It may go over midnight.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="UtcOffset">Where these times are read off the clock.</param>
/// <param name="Then">What happens to those whose turn comes then.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeSpan UtcOffset, QuietHoursAction Then)
{
    /// <summary>When the quiet hours end in which a moment lies; <see langword="null"/>: in none.</summary>
    internal DateTimeOffset? EndOf(DateTimeOffset moment)
    {
        var local = moment.ToOffset(UtcOffset);
        if (!TimeOnly.FromTimeSpan(local.TimeOfDay).IsBetween(From, To))
            return null;
        var end = new DateTimeOffset(local.Date + To.ToTimeSpan(), UtcOffset);
        return end > moment ? end : end.AddDays(1);
    }
}

/// <summary>What happens to those whose turn comes in quiet hours.</summary>
public enum QuietHoursAction
{
    /// <summary>They are skipped.</summary>
    Skip,

    /// <summary>They wait: the campaign pauses.</summary>
    Wait,
}
