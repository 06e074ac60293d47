using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>An object whose members the API does not name.</summary>
/// <param name="Json">The object; every name and text in it is valid Unicode.</param>
[JsonConverter(typeof(AnyObjectConverter))]
internal readonly record struct AnyObject(JsonElement Json);
