using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>A value of a type that the framework reads and describes by itself.</summary>
internal sealed class PlainValue(string complaint, string placeholder, Func<JsonElement, bool> isReadable) : IBodyValue
{
    private static readonly Dictionary<Type, PlainValue> All = new()
    {
        [typeof(string)] = new("must be a string", "\"\"", static value => value.ValueKind is JsonValueKind.String),
        [typeof(bool)] = new(
            "must be true or false", "false", static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False),
        [typeof(int)] = new(
            "must be a whole number",
            "0",
            static value => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out _)),
        [typeof(double)] = new(
            "must be a number",
            "0",
            static value => value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out _)),
    };

    /// <inheritdoc/>
    public string Complaint => complaint;

    /// <inheritdoc/>
    public string Placeholder => placeholder;

    /// <summary>How values of a type are recognised; <see langword="null"/>: it is none of these types.</summary>
    public static PlainValue? Find(Type type) => All.GetValueOrDefault(type);

    /// <inheritdoc/>
    public bool IsReadable(JsonElement value) => isReadable(value);

    /// <inheritdoc/>
    public void Describe(OpenApiSchema schema)
    {
    }
}
