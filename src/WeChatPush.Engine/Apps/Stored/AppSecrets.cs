using System.Text.Json.Nodes;

namespace WeChatPush.Apps;

/// <summary>Which settings of an app are secrets.</summary>
internal static class AppSecrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "•••";

    private static readonly string[] OfApp =
    [
        "appSecret", "token", "previousToken", "encodingAesKey", "previousEncodingAesKey", "relaySecret", "previousRelaySecret",
    ];

    private static readonly string[] OfForward = ["secret", "previousSecret"];

    /// <summary>The settings with every secret masked; which ones there are can still be seen.</summary>
    public static JsonObject Masked(JsonObject settings)
    {
        var masked = (JsonObject)settings.DeepClone();
        MaskIn(masked, OfApp);
        foreach (var forward in ForwardsOf(masked))
            MaskIn(forward, OfForward);
        return masked;
    }

    /// <summary>
    /// Puts the secrets of the present rules into new ones that leave theirs out: a forward to the same address keeps its secret, so
    /// that rules which were read without secrets can be written back.
    /// </summary>
    public static void KeepForwardSecrets(JsonObject before, JsonObject after)
    {
        var known = ForwardsOf(before).Where(forward => TextOf(forward, "url") is not null && TextOf(forward, "secret") is not null)
            .GroupBy(forward => TextOf(forward, "url")!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var forward in ForwardsOf(after))
        {
            if (forward["secret"] is not null || TextOf(forward, "url") is not { } url || !known.TryGetValue(url, out var present))
                continue;
            foreach (var name in OfForward.Where(name => present[name] is not null))
                forward[name] = present[name]!.DeepClone();
        }
    }

    private static IEnumerable<JsonObject> ForwardsOf(JsonObject settings) =>
        settings["rules"] is JsonArray rules
            ? rules.OfType<JsonObject>().Select(rule => rule["forward"]).OfType<JsonObject>()
            : [];

    private static void MaskIn(JsonObject at, string[] names)
    {
        foreach (var name in names)
        {
            if (at[name] is not null)
                at[name] = Mask;
        }
    }

    private static string? TextOf(JsonObject at, string name) => at[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
