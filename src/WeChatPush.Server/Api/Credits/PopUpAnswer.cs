using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Credits;

/// <summary>What the result of a subscribe pop-up says of one template.</summary>
/// <param name="Word"><c>accept</c>, <c>reject</c>…; <see langword="null"/>: the value is no text, and counts for nothing.</param>
[JsonConverter(typeof(PopUpAnswerConverter))]
internal readonly record struct PopUpAnswer(string? Word);
