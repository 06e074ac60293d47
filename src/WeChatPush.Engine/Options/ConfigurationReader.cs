using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace WeChatPush;

/// <summary>
/// Reads a configuration section into options, key by key. The framework's binder stops at the first value it cannot
/// convert and ignores unknown keys without a message; this reader continues, and reports every mistake with its key.
/// </summary>
internal sealed class ConfigurationReader
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _unreadable = [];

    /// <summary>Values that cannot be what they should be, one line each, with the key in front.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Keys that nothing reads.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Is the key of this line, or one above it, already among the errors?</summary>
    public bool Covers(string line) =>
        _unreadable.Exists(key => line.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Fills the options with what the section has; what it has not keeps its default.</summary>
    public void ReadInto(object options, IConfigurationSection section) => ReadMembers(options, section, strict: null);

    private void ReadMembers(object target, IConfigurationSection section, string? strict)
    {
        if (target is ITextOptions text && section.Value is { } value && !section.GetChildren().Any())
        {
            text.ReadText(value);
            return;
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            Error(section, "must be an object with named values, not a single value.");
            return;
        }

        strict ??= StrictKind(target);
        var members = OptionsMembers.Get(target.GetType());
        foreach (var child in section.GetChildren())
        {
            if (members.TryGetValue(child.Key, out var member))
                ReadMember(target, member, child, strict);
            else
                Unknown(child, members.Keys, strict);
        }
    }

    // A misspelt matcher would match every push, and a misspelt action do nothing; a key whose apps are misspelt would be one
    // for all, an alert whose secret is misspelt an unsigned one: there nothing is forgiven.
    private static string? StrictKind(object target) => target switch
    {
        RuleOptions => "rule",
        AdminKeyOptions => "admin key",
        AlertOptions => "alert",
        _ => null,
    };

    private void ReadMember(object target, PropertyInfo member, IConfigurationSection section, string? strict)
    {
        if (IsAbsent(section))
            return;
        if (Read(section, member.PropertyType, strict) is { } value)
            member.SetValue(target, value);
    }

    private object? Read(IConfigurationSection section, Type type, string? strict)
    {
        if (OptionsMembers.IsScalar(type))
            return ReadScalar(section, type);
        if (OptionsMembers.ListItem(type) is { } item)
            return ReadList(section, item, strict);
        if (OptionsMembers.DictionaryItem(type) is { } value)
            return ReadDictionary(section, value, strict);

        var target = Activator.CreateInstance(type)!;
        ReadMembers(target, section, strict);
        return target;
    }

    private object? ReadScalar(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            Error(section, "must be a single value, not an object or a list.");
            return null;
        }

        var text = section.Value!;
        var bare = Nullable.GetUnderlyingType(type);
        if (bare is not null && string.IsNullOrWhiteSpace(text))
            return null;
        if (ScalarValue.TryParse(text, bare ?? type, out var value, out var complaint))
            return value;
        Error(section, complaint);
        return null;
    }

    private IList? ReadList(IConfigurationSection section, Type item, string? strict)
    {
        var children = section.GetChildren().ToList();
        if (!string.IsNullOrEmpty(section.Value) || !children.TrueForAll(child => int.TryParse(child.Key, out _)))
        {
            Error(section, "must be a list.");
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var child in children)
        {
            // What cannot be read keeps its place, so that later errors name the right index.
            var value = IsAbsent(child) ? null : Read(child, item, strict);
            list.Add(value ?? (item == typeof(string) ? "" : Activator.CreateInstance(item)));
        }

        return list;
    }

    private IDictionary? ReadDictionary(IConfigurationSection section, Type item, string? strict)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Error(section, "must be an object with a name for each entry, not a single value.");
            return null;
        }

        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), item);
        var dictionary = (IDictionary)Activator.CreateInstance(type, StringComparer.Ordinal)!;
        foreach (var child in section.GetChildren())
        {
            var value = IsAbsent(child) ? null : Read(child, item, strict);
            dictionary.Add(child.Key, value ?? Activator.CreateInstance(item));
        }

        return dictionary;
    }

    private void Unknown(IConfigurationSection section, IEnumerable<string> known, string? strict)
    {
        var nearest = Spelling.Nearest(section.Key, known);
        var hint = nearest is null ? "" : $" Did you mean {nearest}?";
        if (strict is not null)
            Error(section, $"no {strict} knows this word.{hint}");
        else
            _warnings.Add($"{section.Path}: nothing reads this key.{hint}");
    }

    private void Error(IConfigurationSection section, string complaint)
    {
        _errors.Add($"{section.Path}: {complaint}");
        _unreadable.Add(section.Path);
    }

    // null in JSON, or an empty object: as if it were not there.
    private static bool IsAbsent(IConfigurationSection section) => section.Value is null && !section.GetChildren().Any();
}
