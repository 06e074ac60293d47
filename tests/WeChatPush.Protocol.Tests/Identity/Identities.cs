using System.Text;
using System.Text.Json.Nodes;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Identity;

/// <summary>Short ways to an identity.</summary>
internal static class Identities
{
    public const string AppId = "wxba5fad812f8e6fb9";

    public static PushIdentity OfRecorded(string file, string appId = AppId) =>
        From(RecordedPayloads.Read(file), appId);

    public static PushIdentity From(string body, string appId = AppId) => From(Encoding.UTF8.GetBytes(body), appId);

    public static PushIdentity From(byte[] body, string appId = AppId)
    {
        PushReader.ReadHeader(body, out var header).ShouldBe(ReadOutcome.Ok);
        return PushIdentity.From(appId, header, body);
    }

    /// <summary>The recorded push with one field set to something else, in WeChat's JSON.</summary>
    /// <param name="push">As <c>Messages/text</c>.</param>
    /// <param name="path">As <c>result.comment_id</c>.</param>
    /// <param name="value">The new value; null takes the field away.</param>
    public static PushIdentity OfChanged(string push, string path, JsonNode? value)
    {
        var document = JsonNode.Parse(
            RecordedPayloads.Read(push + ".json"), documentOptions: new() { AllowTrailingCommas = true })!;
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(
            document, (node, name) => node is JsonArray ? node[int.Parse(name)]! : node[name]!);
        if (value is null)
            parent.AsObject().Remove(names[^1]);
        else
            parent[names[^1]] = value;

        return From(document.ToJsonString());
    }
}
