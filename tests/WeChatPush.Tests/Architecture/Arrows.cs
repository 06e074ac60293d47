namespace WeChatPush.Tests.Architecture;

/// <summary>Who may know whom: the projects, and the rooms of the engine.</summary>
internal static class Arrows
{
    /// <summary>The projects, and whom each may know beside itself.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["WeChatPush.Protocol"] = [],
        ["WeChatPush.Engine"] = ["WeChatPush.Protocol"],
        ["WeChatPush.Sqlite"] = ["WeChatPush.Protocol", "WeChatPush.Engine"],
        ["WeChatPush.Redis"] = ["WeChatPush.Protocol", "WeChatPush.Engine"],
        ["WeChatPush"] = ["WeChatPush.Engine", "WeChatPush.Sqlite", "WeChatPush.Redis"],
        ["WeChatPush.Checking"] = ["WeChatPush.Protocol"],
        ["WeChatPush.Simulator"] = ["WeChatPush.Protocol", "WeChatPush.Checking"],
        ["WeChatPush.Server"] =
            ["WeChatPush.Protocol", "WeChatPush.Engine", "WeChatPush", "WeChatPush.Checking", "WeChatPush.Simulator"],
    };

    /// <summary>The ground floor, from below: each room may know those before it.</summary>
    public static readonly string[] Ground = ["Options", "Telemetry", "Storage", "Coordination", "Records", "Apps", "Feed"];

    /// <summary>
    /// The stages, and which other stages each may know: Receiving → Inbox ← Dispatching → Handling → Sending, and what
    /// builds on it. All may know the ground floor.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> Stages = new Dictionary<string, string[]>
    {
        ["Receiving"] = ["Inbox"],
        ["Inbox"] = ["Sending"],
        ["Spool"] = ["Inbox"],
        ["Dispatching"] = ["Inbox", "Handling", "Sending"],
        ["Handling"] = ["Sending"],
        ["Sending"] = [],
        ["Bookmarks"] = [],
        ["Conversations"] = ["Inbox", "Sending"],
        ["Credits"] = ["Sending"],
        ["Campaigns"] = ["Credits", "Sending"],
        ["Operations"] = ["Inbox"],
        ["Admin"] = [],
        ["Stats"] = ["Inbox", "Sending"],
        ["Alerts"] = ["Inbox", "Spool", "Dispatching", "Handling", "Sending"],
    };

    /// <summary>
    /// Values of a stage that travel through others, which pass them on without knowing the stage: how a send ended is written
    /// down by the inbox and its dispatcher.
    /// </summary>
    public static readonly IReadOnlyDictionary<(string From, string To), string[]> Values =
        new Dictionary<(string, string), string[]>
        {
            [("Inbox", "Sending")] = ["SendOutcome"],
            [("Dispatching", "Sending")] = ["SendResult", "SendOutcome"],
        };

    /// <summary>Whether a room may know a type of another one.</summary>
    public static bool Allows(string from, string to, string type)
    {
        if (from == to)
            return true;
        if (Array.IndexOf(Ground, to) is >= 0 and var below)
            return Array.IndexOf(Ground, from) is var at && (at < 0 || below < at);
        return Stages.TryGetValue(from, out var known) && known.Contains(to)
            && (!Values.TryGetValue((from, to), out var values) || values.Contains(type));
    }
}
