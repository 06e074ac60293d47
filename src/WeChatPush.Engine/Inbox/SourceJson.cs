using System.Text.Json.Serialization;

namespace WeChatPush.Inbox;

/// <summary>How a push's source is read and written.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SourceJson : JsonSerializerContext;
