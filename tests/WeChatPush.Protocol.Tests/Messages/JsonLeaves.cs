using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>
/// A push taken to pieces: each of its values can be put to something else, those inside JSON in a string as well.
/// </summary>
internal sealed class JsonLeaves(string json)
{
    /// <summary>A value, and how to write the push with another one in its place.</summary>
    public sealed record Leaf(string Path, Func<JsonNode?, string> With)
    {
        /// <summary>Whether it is inside JSON in a string.</summary>
        public bool IsEmbedded => Path.Contains('→');
    }

    public IEnumerable<Leaf> All() => From(JsonNode.Parse(json)!, "", text => text);

    /// <summary>The push of this JSON.</summary>
    public static PushMessage Read(string json)
    {
        PushReader.Read(Encoding.UTF8.GetBytes(json), out var message).ShouldBe(ReadOutcome.Ok, json);
        return message;
    }

    private static IEnumerable<Leaf> From(JsonNode root, string prefix, Func<string, string> wrap)
    {
        foreach (var path in Paths(root))
        {
            var full = prefix + string.Concat(path.Select(step => "." + step));
            yield return new Leaf(full, value => wrap(Changed(root, path, value)));

            if (Embedded(Value(root, path)) is { } inner)
            {
                foreach (var leaf in From(inner, full + "→", text => wrap(Changed(root, path, text))))
                    yield return leaf;
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Below(field.Key, field.Value)),
        JsonArray items => items.SelectMany((item, index) => Below(index, item)),
        _ => [[]],
    };

    private static IEnumerable<object[]> Below(object step, JsonNode? node) =>
        Paths(node).Select(rest => (object[])[step, .. rest]);

    private static JsonNode? Value(JsonNode root, object[] path) =>
        path.Aggregate((JsonNode?)root, (node, step) => step is int index ? node![index] : node![(string)step]);

    private static JsonObject? Embedded(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>().StartsWith('{')
            ? JsonNode.Parse(node.GetValue<string>())!.AsObject()
            : null;

    private static string Changed(JsonNode root, object[] path, JsonNode? value)
    {
        var copy = root.DeepClone();
        var parent = Value(copy, path[..^1])!;
        if (path[^1] is int index)
            parent[index] = value;
        else
            parent[(string)path[^1]] = value;

        return copy.ToJsonString();
    }
}
