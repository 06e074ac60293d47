using System.Text.Json;

namespace WeChatPush.Sending;

/// <summary>Finds the members of an object that WeChat does not know: it would drop them in silence.</summary>
internal static class UnknownMembers
{
    // A longer name may be a secret, and is no misspelling.
    private const int MaxName = 24;

    /// <summary>Notes each unknown member, with the nearest known name.</summary>
    public static void Add(
        JsonElement value, string path, IReadOnlyList<string> known, SortedDictionary<string, string[]> errors)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var name in value.EnumerateObject().Select(member => member.Name))
        {
            if (known.Contains(name, StringComparer.Ordinal))
                continue;
            var shown = name.Length <= MaxName ? name : $"{name[..8]}…";
            errors.TryAdd(path.Length == 0 ? shown : $"{path}.{shown}", [Complaint(name, known)]);
        }
    }

    private static string Complaint(string name, IReadOnlyList<string> known) =>
        name.Length <= MaxName && Spelling.Nearest(name, known) is { } nearest
            ? $"unknown; did you mean '{nearest}'?"
            : $"unknown; the members are {string.Join(", ", known)}";
}
