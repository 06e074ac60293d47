namespace WeChatPush.Tests.Architecture;

/// <summary>Who may know whom in the engine.</summary>
internal static class Arrows
{
    /// <summary>What everyone may know, and what knows no stage.</summary>
    public static readonly IReadOnlySet<string> Ground = new HashSet<string> { "Options", "Apps", "Coordination", "Storage", "Telemetry" };

    /// <summary>The stages and whom they know: Receiving → Inbox ← Dispatching → Handling → Sending, and what builds on it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Stages = new Dictionary<string, string[]>
    {
        ["Receiving"] = ["Inbox"],
        ["Inbox"] = [],
        ["Dispatching"] = ["Inbox", "Handling"],
        ["Handling"] = ["Sending"],
        ["Sending"] = [],
        ["Credits"] = ["Sending"],
        ["Campaigns"] = ["Credits", "Sending"],
    };

    // The value that a send ends with is passed on by the journal.
    private const string SendResult = "SendResult";
    private static readonly HashSet<string> MayKnowResults = ["Dispatching"];

    /// <summary>Every arrow that is not allowed, as <c>Receiving/X.cs → Dispatching: Name</c>.</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var owners = (from file in files
                      from type in file.Declares
                      group file.Stage by type).ToDictionary(group => group.Key, group => group.ToHashSet());
        var violations = new List<string>();
        foreach (var file in files.Where(file => file.Stage.Length > 0))
        {
            foreach (var name in file.Names.Where(owners.ContainsKey))
            {
                // A name that several folders declare may be one's own.
                if (owners[name].Contains(file.Stage))
                    continue;
                if (!owners[name].Any(target => IsAllowed(file.Stage, target, name)))
                    violations.Add($"{file.Path} → {string.Join(" or ", owners[name])}: {name}");
            }
        }

        return violations;
    }

    private static bool IsAllowed(string from, string to, string name) =>
        Ground.Contains(to)
        || (Stages.TryGetValue(from, out var known) && known.Contains(to))
        || (name == SendResult && MayKnowResults.Contains(from));
}
