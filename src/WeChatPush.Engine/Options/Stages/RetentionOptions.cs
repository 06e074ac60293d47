namespace WeChatPush;

/// <summary>How long what is finished stays visible.</summary>
public sealed class RetentionOptions
{
    /// <summary>Handled pushes. Default 7 days.</summary>
    public TimeSpan Done { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Dead letters. Default 30 days.</summary>
    public TimeSpan Dead { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The bodies of finished pushes and the replies to them, from their end; the record with its states, timeline and sends
    /// stays, and cannot be replayed. <see langword="null"/>, the default, or longer than <see cref="Done"/> or
    /// <see cref="Dead"/>: as long as the record.
    /// </summary>
    public TimeSpan? Payload { get; set; }

    /// <summary>Finished and cancelled campaigns with their recipients, from their end. Default 90 days.</summary>
    public TimeSpan Campaigns { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The audit: who did what through the admin API. Default 365 days; 1 day at least.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The figures of each five minutes, of which series are made. Default 30 days; 1 day at least, 366 at most.</summary>
    public TimeSpan Stats { get; set; } = TimeSpan.FromDays(30);
}
