using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>A text that may also be given as a number.</summary>
/// <param name="Text">The text, or the number as it was written.</param>
[JsonConverter(typeof(TextOrNumberConverter))]
internal readonly record struct TextOrNumber(string Text);
