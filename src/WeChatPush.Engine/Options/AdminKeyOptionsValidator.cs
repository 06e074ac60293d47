namespace WeChatPush;

/// <summary>Checks the keys of the admin API. No key is repeated.</summary>
internal static class AdminKeyOptionsValidator
{
    private const int MinLength = 16;

    /// <summary>Notes everything that is wrong with the keys.</summary>
    public static void Validate(IList<AdminKeyOptions> keys, ValidationScope scope)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, at, before) = (keys[i], scope.At(i), keys.Take(i).ToList());
            Key(key.Key, key.IsAlone ? at : at.At(nameof(key.Key)), before);
            if (key.Name is not null)
                Name(key.Name, at, before);
            at.Check(key.Role is not null, nameof(key.Role), $"is missing: {string.Join(", ", Enum.GetNames<AdminRole>())}.");
            if (key.Apps is not null)
                Apps(key.Apps, at.At(nameof(key.Apps)));
        }
    }

    /// <summary>
    /// The apps of keys that are not configured. That is no mistake: such an app may be stored, now or later. One line each,
    /// with its key in front.
    /// </summary>
    public static IEnumerable<string> FindUnknownApps(WeChatPushOptions options) =>
        from key in options.AdminKeys.Select((value, index) => (value, index))
        from app in (key.value.Apps ?? []).Select((name, index) => (name, index))
        where !options.Apps.ContainsKey(app.name)
        let nearest = Spelling.Nearest(app.name, options.Apps.Keys)
        let hint = nearest is null ? "" : $" Did you mean {nearest}?"
        select $"{WeChatPushOptions.SectionName}:{nameof(options.AdminKeys)}:{key.index}:{nameof(key.value.Apps)}:{app.index}: "
            + $"no app {app.name} is configured.{hint}";

    private static void Key(string key, ValidationScope scope, List<AdminKeyOptions> before)
    {
        if (string.IsNullOrWhiteSpace(key))
            scope.Error("is empty; an empty key would admit every caller.");
        else if (key.Trim() != key)
            scope.Error($"begins or ends with white space ({key.Length} characters), so that no caller can send it.");
        else if (key.Length < MinLength)
            scope.Error($"has {key.Length} characters, but must have at least {MinLength}: a short key can be guessed.");
        else if (before.FindIndex(other => other.Key == key) is >= 0 and var first)
            scope.Error($"is the same key as number {first}: which of both counts cannot be told.");
    }

    private static void Name(string name, ValidationScope scope, List<AdminKeyOptions> before)
    {
        var first = before.FindIndex(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase));
        scope.Check(AdminKeyName.IsGood(name), nameof(AdminKeyOptions.Name), AdminKeyName.Complaint);
        scope.Check(first < 0, nameof(AdminKeyOptions.Name), $"is the name of number {first}, too.");
    }

    private static void Apps(IList<string> apps, ValidationScope scope)
    {
        if (apps.Count == 0)
            scope.Error("is empty: leave it out for all apps, or name some.");
        for (var i = 0; i < apps.Count; i++)
            scope.Check(AppOptionsValidator.IsName(apps[i]), $"{i}", "cannot be the name of an app: 1 to 32 of a-z, 0-9 and '-'.");
    }
}
