using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Receiving;

/// <summary>
/// What is remembered of an app's URL verifications: pure. Any stranger may send bad ones, only who knows the token good ones; so
/// half of the places are kept for the good ones, and what is alike has one place and a count.
/// </summary>
internal static class HandshakeHistory
{
    /// <summary>How many are remembered.</summary>
    public const int Size = 20;

    /// <summary>For how long they are remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private const int KeptForEach = Size / 2;

    /// <summary>Both together, newest first.</summary>
    public static IReadOnlyList<Handshake> Merge(IEnumerable<Handshake> known, IEnumerable<Handshake> more, DateTimeOffset now)
    {
        var all = known.Concat(more).Where(handshake => now - handshake.At < Memory)
            .GroupBy(handshake => handshake.Kind)
            .Select(alike => alike.MaxBy(handshake => handshake.At)! with { Count = alike.Sum(handshake => handshake.Count) })
            .OrderByDescending(handshake => handshake.At).ToList();
        if (all.Count <= Size)
            return all;
        var kept = all.GroupBy(handshake => handshake.Outcome == HandshakeOutcome.Ok)
            .SelectMany(half => half.Take(KeptForEach)).ToHashSet();
        kept.UnionWith(all.Where(handshake => !kept.Contains(handshake)).Take(Size - kept.Count).ToList());
        return [.. all.Where(kept.Contains)];
    }

    /// <summary>As a store keeps them.</summary>
    public static byte[] Write(IReadOnlyList<Handshake> handshakes) =>
        JsonSerializer.SerializeToUtf8Bytes(handshakes, HandshakeJson.Default.IReadOnlyListHandshake);

    /// <summary>What <see cref="Write"/> wrote; nothing, if it cannot be read.</summary>
    public static IReadOnlyList<Handshake> Read(ReadOnlySpan<byte> stored)
    {
        if (stored.IsEmpty)
            return [];
        try
        {
            return JsonSerializer.Deserialize(stored, HandshakeJson.Default.IReadOnlyListHandshake) is { } read
                && read.All(handshake => handshake is { Host: not null, Count: > 0 } && Enum.IsDefined(handshake.Outcome)) ? read : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>How URL verifications are written down.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Handshake>))]
internal sealed partial class HandshakeJson : JsonSerializerContext;
