using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads a value that the API spells in its own way. Requests are only read, never written.</summary>
internal abstract class BodyValueConverter<T> : JsonConverter<T>, IBodyValue
{
    /// <inheritdoc/>
    public abstract string Complaint { get; }

    /// <inheritdoc/>
    public abstract string Placeholder { get; }

    /// <inheritdoc/>
    public bool IsReadable(JsonElement value) => TryRead(value, out _);

    /// <inheritdoc/>
    public abstract void Describe(OpenApiSchema schema);

    /// <inheritdoc/>
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(JsonElement.ParseValue(ref reader), out var value) ? value : throw new JsonException(Complaint);

    /// <inheritdoc/>
    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException($"A {typeof(T).Name} is only read.");

    /// <summary>Reads a value. Its text, where it is one, is valid Unicode.</summary>
    protected abstract bool TryRead(JsonElement element, out T value);
}
