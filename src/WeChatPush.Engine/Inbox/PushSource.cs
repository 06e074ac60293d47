using System.Text.Json;

namespace WeChatPush.Inbox;

/// <summary>What a channel adds to a push beside its body, as the stores keep it: a JSON object of texts.</summary>
internal static class PushSource
{
    /// <summary>The text to store; <see langword="null"/>: there is nothing, as for nearly every push.</summary>
    public static string? Write(IReadOnlyDictionary<string, string>? source) =>
        source is null or { Count: 0 }
            ? null
            : JsonSerializer.Serialize(new Dictionary<string, string>(source), SourceJson.Default.DictionaryStringString);

    /// <summary>The other way.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, SourceJson.Default.DictionaryStringString);
}
