using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>The part of the day in which no message is sent. It may go over midnight.</summary>
internal sealed record QuietHoursRequest
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>When it begins, as <c>HH:mm</c>.</summary>
    public required ClockTime From { get; init; }

    /// <summary>When it ends, as <c>HH:mm</c>.</summary>
    public required ClockTime To { get; init; }

    /// <summary>Where these times are read off the clock, as hours and minutes from UTC: <c>+08:00</c>, if left out.</summary>
    public UtcOffset? UtcOffset { get; init; }

    /// <summary>What happens to the recipients whose turn comes then: they wait, if left out.</summary>
    public QuietHoursAction? Then { get; init; }

    /// <summary>The same in the engine's words.</summary>
    public QuietHours ToQuietHours() =>
        new(From.Time, To.Time, UtcOffset?.Offset ?? China, Then ?? QuietHoursAction.Wait);
}
