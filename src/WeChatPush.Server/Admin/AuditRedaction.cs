using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatPush.Server.Admin;

/// <summary>Keeps secrets out of the audit, also where an endpoint forgets to: a text under the name of one is masked, at any depth.</summary>
internal static class AuditRedaction
{
    private static readonly string[] Secrets = ["secret", "token", "aeskey", "password", "authorization", "connectionstring"];

    /// <summary>A copy without secrets.</summary>
    public static JsonNode Apply(JsonNode node) => node switch
    {
        JsonObject value => new JsonObject(value.Select(member => KeyValuePair.Create(
            member.Key, IsText(member.Value) && IsSecret(member.Key) ? PayloadMask.Text : Copy(member.Value)))),
        JsonArray value => new JsonArray([.. value.Select(Copy)]),
        _ => node.DeepClone(),
    };

    private static JsonNode? Copy(JsonNode? node) => node is null ? null : Apply(node);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() is JsonValueKind.String;

    // "token" and "previousToken", not "tokenExpiresAt".
    private static bool IsSecret(string name) =>
        name.Equals("key", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Secrets, secret => name.EndsWith(secret, StringComparison.OrdinalIgnoreCase));
}
