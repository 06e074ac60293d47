using System.Globalization;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Finding fields in the unified form.</summary>
internal static class JsonFields
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The value at a dotted path, or null.</summary>
    public static JsonElement? Find(this JsonElement element, ReadOnlySpan<char> path)
    {
        JsonElement? value = element;
        foreach (var part in path.Split('.'))
        {
            value = value?.Step(path[part]);
            if (value is null)
                return null;
        }

        return value;
    }

    /// <summary>
    /// All values at a dotted path, where every item of an array is followed: one for an object, many for an
    /// array of objects.
    /// </summary>
    public static IEnumerable<JsonElement> FindAll(this JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().SelectMany(item => item.FindAll(path));

        if (path.Length == 0)
            return [element];

        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? path : path[..dot];
        return element.Step(name) is { } value ? value.FindAll(dot < 0 ? "" : path[(dot + 1)..]) : [];
    }

    /// <summary>The items of an array; a value that is no array is its own only item.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    /// <summary>A scalar as text, the same for <c>"1"</c> and <c>1</c>; null for anything else.</summary>
    public static string? ToText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The text of the field, empty if there is none.</summary>
    public static string Text(this JsonElement element, string path) => element.Find(path)?.ToText() ?? "";

    /// <summary>The integer in the field, also when it comes as a string; 0 if there is none.</summary>
    public static long Int64(this JsonElement element, string path) =>
        long.TryParse(element.Text(path), NumberStyles.Integer, Invariant, out var value) ? value : 0;

    /// <summary>As <see cref="Int64"/>; what does not fit is 0 too.</summary>
    public static int Int32(this JsonElement element, string path) =>
        int.TryParse(element.Text(path), NumberStyles.Integer, Invariant, out var value) ? value : 0;

    /// <summary>The number in the field, also when it comes as a string; 0 if there is none.</summary>
    public static double Double(this JsonElement element, string path) =>
        double.TryParse(element.Text(path), NumberStyles.Float, Invariant, out var value) ? value : 0;

    private static JsonElement? Step(this JsonElement element, ReadOnlySpan<char> name)
    {
        if (element.ValueKind == JsonValueKind.Object && element.Property(name) is { } value)
            return value;

        if (!int.TryParse(name, NumberStyles.None, Invariant, out var index))
            return null;

        if (element.ValueKind != JsonValueKind.Array)
            return index == 0 ? element : null;

        return index < element.GetArrayLength() ? element[index] : null;
    }

    private static JsonElement? Property(this JsonElement element, ReadOnlySpan<char> name)
    {
        if (element.TryGetProperty(name, out var value))
            return value;

        foreach (var property in element.EnumerateObject())
        {
            if (name.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
