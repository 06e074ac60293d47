using System.Globalization;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>One request as it arrives, with what may come of it.</summary>
internal sealed record FuzzRequest
{
    public required string App { get; init; }

    public string Method { get; init; } = "POST";

    /// <summary>As it goes over the wire, with its question mark.</summary>
    public required string Query { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>How many bytes arrive at a time.</summary>
    public int Chunk { get; init; } = int.MaxValue;

    /// <summary>The answers that the contract has for such a request.</summary>
    public required int[] Allowed { get; init; }

    /// <summary>What the user typed, where the push is a text of a user with nothing wrong about it.</summary>
    public string? Typed { get; init; }

    /// <summary>What is to be found in the store once this was acknowledged.</summary>
    public byte[]? Clear { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} /wechat/{App}{(Query.Length > 400 ? Query[..400] + "…" : Query)} {ContentType} {Body.Length} bytes: {Convert.ToBase64String(Body.AsSpan(0, Math.Min(Body.Length, 1500)))}");
}
