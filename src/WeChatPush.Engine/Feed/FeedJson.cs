using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Feed;

/// <summary>How events travel between instances.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FeedEvent))]
internal sealed partial class FeedJson : JsonSerializerContext
{
    /// <summary>An event as JSON without line breaks.</summary>
    public static byte[] Write(FeedEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, Default.FeedEvent);

    /// <summary>The events of a batch that this version knows, with their positions.</summary>
    public static IEnumerable<(FeedPosition Position, FeedEvent Event)> Read(FeedBatch? batch)
    {
        for (var i = 0; i < batch?.Events.Count; i++)
        {
            if (Read(batch.Events[i]) is { } happened)
                yield return (new(batch.Feed, batch.First + i), happened);
        }
    }

    /// <summary>Reads an event; <see langword="null"/>: another version wrote it, and this one does not know it.</summary>
    public static FeedEvent? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.FeedEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
