using System.Text.Json.Nodes;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Apps;

/// <summary>The changes of a stored app's document. None of them touches the document it is given.</summary>
internal static class AppEdits
{
    private const int MaxHistory = 20;

    // What a document holds beside the earlier rules, and what sealing adds, must have room as well.
    private const int MaxHistoryBytes = RecordLimits.MaxContent / 2;

    /// <summary>Applies a merge patch.</summary>
    public static AppDocument Patch(AppDocument document, JsonObject patch, DateTimeOffset now)
    {
        var settings = (JsonObject)document.Settings.DeepClone();
        Merge(settings, patch);
        AppSecrets.KeepForwardSecrets(document.Settings, settings);
        // A secret that was given anew is not one of which two values are exchanged.
        var rotations = document.Rotations.Where(rotation => settings[PreviousOf(rotation.Key)] is not null)
            .ToDictionary(rotation => rotation.Key, rotation => rotation.Value, StringComparer.Ordinal);
        return Remember(document with { Settings = settings, Rotations = rotations }, RulesOf(document.Settings), now);
    }

    /// <summary>Puts the newest earlier rules back; <see langword="null"/>: there are none.</summary>
    public static AppDocument? UndoRules(AppDocument document, DateTimeOffset now)
    {
        if (document.History is not [var last, ..])
            return null;
        var settings = (JsonObject)document.Settings.DeepClone();
        settings["rules"] = last.Rules.DeepClone();
        return Remember(document with { Settings = settings, History = [.. document.History.Skip(1)] }, RulesOf(document.Settings), now);
    }

    /// <summary>Gives a secret a new value beside the present one; <see langword="null"/>: there is none to be exchanged.</summary>
    public static AppDocument? Rotate(AppDocument document, string name, string fresh, DateTimeOffset now)
    {
        if (document.Settings[name] is not { } present)
            return null;
        var settings = (JsonObject)document.Settings.DeepClone();
        settings[PreviousOf(name)] = present.DeepClone();
        settings[name] = fresh;
        var rotations = new Dictionary<string, SecretRotation>(document.Rotations, StringComparer.Ordinal) { [name] = new(now, UsedAt: null) };
        return document with { Settings = settings, Rotations = rotations };
    }

    /// <summary>Ends the life of old values; <see langword="null"/>: none of these is being exchanged.</summary>
    public static AppDocument? FinishRotations(AppDocument document, IEnumerable<string> names)
    {
        var settings = (JsonObject)document.Settings.DeepClone();
        var rotations = new Dictionary<string, SecretRotation>(document.Rotations, StringComparer.Ordinal);
        var changed = false;
        foreach (var name in names.ToList())
        {
            settings.Remove(PreviousOf(name));
            changed |= rotations.Remove(name);
        }

        return changed ? document with { Settings = settings, Rotations = rotations } : null;
    }

    /// <summary>The document with as many earlier rules as there is room for.</summary>
    public static AppDocument Fit(AppDocument document)
    {
        var (kept, bytes) = (new List<RuleVersion>(), 0);
        foreach (var earlier in document.History.Take(MaxHistory))
        {
            bytes += earlier.Rules.ToJsonString().Length * 3;
            if (bytes > MaxHistoryBytes)
                break;
            kept.Add(earlier);
        }

        return document with { History = kept };
    }

    /// <summary>The setting in which the old value of a secret stands.</summary>
    public static string PreviousOf(string name) => $"previous{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static AppDocument Remember(AppDocument document, JsonArray before, DateTimeOffset now) =>
        JsonNode.DeepEquals(before, RulesOf(document.Settings))
            ? document
            : document with { History = [new RuleVersion(now, (JsonArray)before.DeepClone()), .. document.History] };

    private static JsonArray RulesOf(JsonObject settings) => settings["rules"] as JsonArray ?? [];

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject known)
                Merge(known, inner);
            else
                target[name] = value.DeepClone();
        }
    }
}
