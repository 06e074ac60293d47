namespace WeChatPush.Storage;

/// <summary>What was erased of a user.</summary>
public sealed record UserErasure
{
    /// <summary>Pushes, with their bodies, replies, timelines and sends.</summary>
    public int Pushes { get; init; }

    /// <summary>Pushes in the spool of this instance.</summary>
    public int Spooled { get; init; }

    /// <summary>Templates for which there were permits.</summary>
    public int Permits { get; init; }

    /// <summary>Free formIds.</summary>
    public int FormIds { get; init; }

    /// <summary>Credits that were reserved for a message.</summary>
    public int Reservations { get; init; }

    /// <summary>Customer-service windows.</summary>
    public int Windows { get; init; }

    /// <summary>Messages that were sent to the user, as the conversation keeps them.</summary>
    public int Sent { get; init; }

    /// <summary>Bookmarks of pushes of the user.</summary>
    public int Bookmarks { get; init; }

    /// <summary>Places in campaigns, which no longer name the user.</summary>
    public int Recipients { get; init; }

    /// <summary>What became of the store's own log, which still held what was erased.</summary>
    public LogRewrite LogRewrite { get; init; }

    /// <summary>Whether there was anything.</summary>
    internal bool Any => Pushes + Spooled + Permits + FormIds + Reservations + Windows + Sent + Bookmarks + Recipients > 0;

    /// <summary>Both together.</summary>
    internal UserErasure Add(UserErasure other) => new()
    {
        Pushes = Pushes + other.Pushes,
        Spooled = Spooled + other.Spooled,
        Permits = Permits + other.Permits,
        FormIds = FormIds + other.FormIds,
        Reservations = Reservations + other.Reservations,
        Windows = Windows + other.Windows,
        Sent = Sent + other.Sent,
        Bookmarks = Bookmarks + other.Bookmarks,
        Recipients = Recipients + other.Recipients,
        LogRewrite = LogRewrite > other.LogRewrite ? LogRewrite : other.LogRewrite,
    };
}
