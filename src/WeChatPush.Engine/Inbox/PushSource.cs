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

    /// <summary>The other way. False: it is no text that <see cref="Write"/> made.</summary>
    public static bool TryRead(string? text, out IReadOnlyDictionary<string, string>? source)
    {
        source = null;
        if (text is null)
            return true;
        try
        {
            source = JsonSerializer.Deserialize(text, SourceJson.Default.DictionaryStringString);
            return source is not null && source.Values.All(value => value is not null);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The other way; what cannot be read is left away.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string? text) => TryRead(text, out var source) ? source : null;
}
