using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>
/// Describes in the document of the API what the framework cannot know: values with a converter of their own, and that
/// requests have no other members than theirs.
/// </summary>
internal sealed class BodySchemas : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo;
        if (BodyValues.Find(type) is { } value)
            value.Describe(schema);
        else if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } words)
            DescribeWords(schema, words);
        else if (type.Type == typeof(JsonElement) || type.Type == typeof(JsonElement?))
            DescribeObject(schema);
        else if (type.Type == typeof(DateTimeOffset))
            schema.Type = JsonSchemaType.String;
        else if (type.Type == typeof(DateTimeOffset?))
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        else if (type.Kind is JsonTypeInfoKind.Dictionary)
            DescribeElements(schema, type);
        else if (type.Kind is JsonTypeInfoKind.Enumerable)
            DescribeItems(schema, type);
        else if (IsRequest(type))
            schema.AdditionalPropertiesAllowed = false;
        return Task.CompletedTask;
    }

    // JSON of WeChat's or of an audit entry: its members are not this API's, but it is always an object.
    private static void DescribeObject(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties ??= new OpenApiSchema();
    }

    // Whether the word may be missing is said where it is used.
    private static void DescribeWords(OpenApiSchema schema, Type words)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. QueryReader.Words(words).Select(word => (JsonNode)word)];
    }

    private static void DescribeElements(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.AdditionalProperties is not null
            || BodyValues.Find(type.Options.GetTypeInfo(type.ElementType!)) is not { } value)
            return;
        var element = new OpenApiSchema();
        value.Describe(element);
        schema.AdditionalProperties = element;
    }

    private static void DescribeItems(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.ElementType is not { } item || BodyValues.Find(type.Options.GetTypeInfo(item)) is not { } value)
            return;
        var element = new OpenApiSchema();
        value.Describe(element);
        if (element.Type is not null)
            schema.Items = element;
    }

    private static bool IsRequest(JsonTypeInfo type) =>
        RequestJson.Default.GetTypeInfo(type.Type) is { Kind: JsonTypeInfoKind.Object };
}
