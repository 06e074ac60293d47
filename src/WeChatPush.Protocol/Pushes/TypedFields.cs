using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// How typed pushes read their fields: whatever a field turns out to be, the result is a value or its default,
/// never an exception.
/// </summary>
internal static class TypedFields
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The object at the path; of an array the first one; null if there is none.</summary>
    public static T? Object<T>(this JsonElement fields, string path, Func<JsonElement, T> read)
        where T : class => fields.List(path, read) is [var first, ..] ? first : null;

    /// <summary>
    /// The objects at the path, which WeChat writes as an array, or without one if there is only one.
    /// </summary>
    public static IReadOnlyList<T> List<T>(this JsonElement fields, string path, Func<JsonElement, T> read) =>
        fields.Find(path) is { } value
            ? [.. value.Items().Where(item => item.ValueKind == JsonValueKind.Object).Select(read)]
            : [];

    /// <summary>The texts at the path, likewise.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement fields, string path) =>
        fields.Find(path) is { } value
            ? [.. value.Items().Select(item => item.ToText()).OfType<string>().Where(text => text.Length > 0)]
            : [];

    /// <summary>The integers at the path, likewise.</summary>
    public static IReadOnlyList<int> Int32s(this JsonElement fields, string path) =>
        [.. fields.Texts(path).Select(Int32OrNull).OfType<int>()];

    /// <summary>The fields inside that object; these fields themselves if it is not there.</summary>
    public static JsonElement Inside(this JsonElement fields, string name) =>
        fields.Find(name) is { ValueKind: JsonValueKind.Object } inner ? inner : fields;

    /// <summary>The text of a field whose name differs from another one's in case only.</summary>
    public static string Exact(this JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) ? value.ToText() ?? "" : "";

    /// <summary>Text that WeChat's own samples spoil: <c>![CDATA[x]]</c> without its brackets is x.</summary>
    public static string LooseText(this JsonElement fields, string path) =>
        fields.Text(path) is ['!', '[', 'C', 'D', 'A', 'T', 'A', '[', .. var inner, ']', ']']
            ? inner
            : fields.Text(path);

    /// <summary>Whether the field is <c>true</c> or a number but 0, as either or as a string.</summary>
    public static bool Bool(this JsonElement fields, string path) =>
        fields.Text(path) is var text
        && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || fields.Int64(path) != 0);

    /// <summary>The amount in the field, also when it comes as a string; 0 if there is none.</summary>
    public static decimal Decimal(this JsonElement fields, string path) =>
        decimal.TryParse(fields.Text(path), NumberStyles.Float, Invariant, out var value) ? value : 0;

    /// <summary>The integer in the field, also when it comes as a string; null if there is none.</summary>
    public static int? OptionalInt32(this JsonElement fields, string path) =>
        Int32OrNull(fields.Text(path));

    /// <summary>As <see cref="OptionalInt32"/>.</summary>
    public static long? OptionalInt64(this JsonElement fields, string path) =>
        long.TryParse(fields.Text(path), Invariant, out var value) ? value : null;

    /// <summary>The object that the field holds as JSON in a string, or as itself; null if it is neither.</summary>
    public static T? Embedded<T>(this JsonElement fields, string path, Func<JsonElement, T> read)
        where T : class
    {
        // Read like a push, so that nothing in it can throw later.
        return PushReader.Read(Encoding.UTF8.GetBytes(fields.Text(path)), out var embedded) == ReadOutcome.Ok
            ? read(embedded.Json)
            : fields.Object(path, read);
    }

    private static int? Int32OrNull(string text) =>
        int.TryParse(text, Invariant, out var value) ? value : null;
}
