using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPush.Server.Tests.Api.Bodies;

/// <summary>Holds a schema of the API's document against what the reader of bodies knows of the type.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>Goes through the schema and all below it.</summary>
    public void Check(JsonElement schema, JsonTypeInfo type, string where)
    {
        schema = Resolve(schema);
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                var members = schema.GetProperty("properties").EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
                // The metadata also has what JSON has not: properties that are ignored.
                var known = type.Properties.Where(property => property.Get is not null).ToList();
                members.Keys.ShouldBe(known.Select(property => property.Name), ignoreOrder: true, where);
                Required(schema).ShouldBe(
                    known.Where(property => property.IsRequired).Select(property => property.Name), ignoreOrder: true, where);
                schema.GetProperty("additionalProperties").ValueKind.ShouldBe(JsonValueKind.False, where);
                schema.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(where);
                foreach (var property in known)
                    Check(members[property.Name], property.Options.GetTypeInfo(property.PropertyType), $"{where}.{property.Name}");
                break;
            case JsonTypeInfoKind.Enumerable:
                Check(schema.GetProperty("items"), type.Options.GetTypeInfo(type.ElementType!), $"{where}[]");
                break;
            case JsonTypeInfoKind.Dictionary:
                Check(schema.GetProperty("additionalProperties"), type.Options.GetTypeInfo(type.ElementType!), $"{where}.*");
                break;
            default:
                schema.TryGetProperty("type", out _).ShouldBeTrue($"{where} may be anything: {schema}");
                break;
        }
    }

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            schema = choices.EnumerateArray().Single(
                choice => !choice.TryGetProperty("type", out var type) || type.ToString() != "null");
        }

        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }
}
