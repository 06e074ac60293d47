using System.Text.Json.Nodes;

namespace WeChatPush.Apps;

/// <summary>Makes the secrets that a new app's entrance needs and that were not given.</summary>
internal static class AppDefaults
{
    /// <summary>Completes settings; returns what was made, by name.</summary>
    public static Dictionary<string, string> Complete(JsonObject settings)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var what in NeededBy(settings))
        {
            var name = NameOf(what);
            if (settings[name] is not null)
                continue;
            made[name] = Make(what);
            settings[name] = made[name];
        }

        return made;
    }

    /// <summary>A new value.</summary>
    public static string Make(RotatedSecret what) => what switch
    {
        RotatedSecret.Token => GeneratedSecrets.Token(),
        RotatedSecret.EncodingAesKey => GeneratedSecrets.EncodingAesKey(),
        RotatedSecret.RelaySecret => GeneratedSecrets.WebhookSecret(),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "A secret without a form."),
    };

    /// <summary>The name of the setting.</summary>
    public static string NameOf(RotatedSecret what) => what switch
    {
        RotatedSecret.Token => "token",
        RotatedSecret.EncodingAesKey => "encodingAesKey",
        RotatedSecret.RelaySecret => "relaySecret",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "A secret without a name."),
    };

    // A word that is none is the validator's to report.
    private static RotatedSecret[] NeededBy(JsonObject settings)
    {
        if (Is(settings, "hosting", nameof(PushHosting.CloudHosting)))
            return [];
        if (Is(settings, "hosting", nameof(PushHosting.CloudFunction)))
            return [RotatedSecret.RelaySecret];
        return Is(settings, "mode", nameof(PushMode.Plaintext))
            ? [RotatedSecret.Token]
            : [RotatedSecret.Token, RotatedSecret.EncodingAesKey];
    }

    private static bool Is(JsonObject settings, string name, string word) =>
        settings[name] is JsonValue value && value.TryGetValue(out string? text) && word.Equals(text, StringComparison.OrdinalIgnoreCase);
}
