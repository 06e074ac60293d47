namespace WeChatPush.Storage;

/// <summary>What was erased of an app.</summary>
public sealed record AppErasure
{
    /// <summary>Pushes, with their bodies, replies, timelines and sends.</summary>
    public int Pushes { get; init; }

    /// <summary>Pushes in the spool of this instance.</summary>
    public int Spooled { get; init; }

    /// <summary>Users of whom there were credits.</summary>
    public int Users { get; init; }

    /// <summary>Customer-service windows.</summary>
    public int Windows { get; init; }

    /// <summary>Campaigns, with their recipients.</summary>
    public int Campaigns { get; init; }

    /// <summary>What became of the store's own log, which still held what was erased.</summary>
    public LogRewrite LogRewrite { get; init; }

    /// <summary>Records of other kinds: identities, keys of sends, counters.</summary>
    internal int Others { get; init; }

    /// <summary>Whether there was anything.</summary>
    internal bool Any => Pushes + Spooled + Users + Windows + Campaigns + Others > 0;

    /// <summary>Both together.</summary>
    internal AppErasure Add(AppErasure other) => new()
    {
        Pushes = Pushes + other.Pushes,
        Spooled = Spooled + other.Spooled,
        Users = Users + other.Users,
        Windows = Windows + other.Windows,
        Campaigns = Campaigns + other.Campaigns,
        Others = Others + other.Others,
        LogRewrite = LogRewrite > other.LogRewrite ? LogRewrite : other.LogRewrite,
    };
}
