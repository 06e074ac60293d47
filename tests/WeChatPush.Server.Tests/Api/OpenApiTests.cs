using System.Text.Json;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_WhenAskedWithoutAKey_DescribesEveryRouteOfTheApi()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);

        var document = await client.JsonAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths").EnumerateObject().ToList();
        paths.Select(path => path.Name).ShouldBe(
            [
                "/api/v1/apps",
                "/api/v1/apps/{app}",
                "/api/v1/apps/{app}/access-token",
                "/api/v1/apps/{app}/bookmarks",
                "/api/v1/apps/{app}/bookmarks/{name}",
                "/api/v1/apps/{app}/campaigns",
                "/api/v1/apps/{app}/campaigns/preview",
                "/api/v1/apps/{app}/campaigns/{id}",
                "/api/v1/apps/{app}/campaigns/{id}/cancel",
                "/api/v1/apps/{app}/campaigns/{id}/pause",
                "/api/v1/apps/{app}/campaigns/{id}/recipients",
                "/api/v1/apps/{app}/campaigns/{id}/recipients.csv",
                "/api/v1/apps/{app}/campaigns/{id}/resume",
                "/api/v1/apps/{app}/campaigns/{id}/start",
                "/api/v1/apps/{app}/check",
                "/api/v1/apps/{app}/conversations",
                "/api/v1/apps/{app}/conversations/{openId}",
                "/api/v1/apps/{app}/conversations/{openId}/done",
                "/api/v1/apps/{app}/credits",
                "/api/v1/apps/{app}/credits/{openId}",
                "/api/v1/apps/{app}/customer-messages",
                "/api/v1/apps/{app}/dead-letters/discard",
                "/api/v1/apps/{app}/dead-letters/groups",
                "/api/v1/apps/{app}/dead-letters/replay",
                "/api/v1/apps/{app}/forwards",
                "/api/v1/apps/{app}/forwards/pause",
                "/api/v1/apps/{app}/forwards/resume",
                "/api/v1/apps/{app}/forwards/test",
                "/api/v1/apps/{app}/handshakes",
                "/api/v1/apps/{app}/media",
                "/api/v1/apps/{app}/messages",
                "/api/v1/apps/{app}/messages/count",
                "/api/v1/apps/{app}/messages/{id}",
                "/api/v1/apps/{app}/messages/{id}/bookmark",
                "/api/v1/apps/{app}/messages/{id}/curl",
                "/api/v1/apps/{app}/messages/{id}/replay",
                "/api/v1/apps/{app}/pushes",
                "/api/v1/apps/{app}/rotate",
                "/api/v1/apps/{app}/rotate/finish",
                "/api/v1/apps/{app}/rules",
                "/api/v1/apps/{app}/rules/test",
                "/api/v1/apps/{app}/rules/undo",
                "/api/v1/apps/{app}/rules/versions",
                "/api/v1/apps/{app}/templates",
                "/api/v1/apps/{app}/typing",
                "/api/v1/apps/{app}/users/{openId}",
                "/api/v1/apps/{app}/users/{openId}/window",
                "/api/v1/alerts",
                "/api/v1/alerts/test",
                "/api/v1/audit",
                "/api/v1/audit.ndjson",
                "/api/v1/keys",
                "/api/v1/keys/{name}",
                "/api/v1/events",
                "/api/v1/instances",
                "/api/v1/operations",
                "/api/v1/operations/{id}",
                "/api/v1/operations/{id}/cancel",
                "/api/v1/stats",
                "/mp/{app}/credits",
                "/mp/{app}/session",
            ],
            ignoreOrder: true);
        foreach (var operation in paths.SelectMany(path => path.Value.EnumerateObject()))
        {
            operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            var responses = operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
            responses.ShouldContain(operation.Value.TryGetProperty("security", out var security)
                && security.GetArrayLength() == 0 ? "429" : "401");
            responses.ShouldContain(status => status.StartsWith('2'));
        }
    }

    /// <summary>A client that is generated from the document has no value of which it does not know what it is.</summary>
    [Fact]
    public async Task Document_SaysOfEveryValueWhatItIs()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client(key: null);
        var document = await client.JsonAsync("/openapi/v1.json");

        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(schema => FindUntyped(schema.Value, schema.Name));
        var bodies = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .SelectMany(operation => FindContents(operation.Value).SelectMany(content => content.TryGetProperty("schema", out var schema)
                ? FindUntyped(schema, operation.Name)
                : [$"{operation.Name}: no schema"]));
        schemas.Concat(bodies).ShouldBeEmpty();
    }

    private static IEnumerable<JsonElement> FindContents(JsonElement operation) =>
        from part in (IEnumerable<JsonElement>)
        [
            .. operation.TryGetProperty("requestBody", out var body) ? [body] : Array.Empty<JsonElement>(),
            .. operation.GetProperty("responses").EnumerateObject().Select(response => response.Value),
        ]
        where part.TryGetProperty("content", out _)
        from content in part.GetProperty("content").EnumerateObject()
        select content.Value;

    private static IEnumerable<string> FindUntyped(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out _) || schema.TryGetProperty("enum", out _))
            return [];
        foreach (var word in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(word, out var choices))
                return choices.EnumerateArray().SelectMany(choice => FindUntyped(choice, path));
        }

        if (!schema.TryGetProperty("type", out _))
            return [path];
        var found = new List<string>();
        if (schema.TryGetProperty("properties", out var properties))
            found.AddRange(properties.EnumerateObject().SelectMany(property => FindUntyped(property.Value, $"{path}.{property.Name}")));
        if (schema.TryGetProperty("items", out var items))
            found.AddRange(FindUntyped(items, $"{path}[]"));
        return found;
    }
}
