using System.Text.Json.Serialization;

namespace WeChatPush.Receiving;

/// <summary>
/// URL verifications (GETs) of an app that ended alike and came from the same address to the same host. Their signature, nonce
/// and echo are not kept.
/// </summary>
public sealed record Handshake
{
    /// <summary>When the last of them came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How they ended.</summary>
    public required HandshakeOutcome Outcome { get; init; }

    /// <summary>The parameters that were missing or given twice; <see langword="null"/>: that is not why.</summary>
    public string? Parameters { get; init; }

    /// <summary>The client's address; <see langword="null"/>: it has none, such as at a Unix socket.</summary>
    public string? Address { get; init; }

    /// <summary>The Host header; at most 255 characters.</summary>
    public required string Host { get; init; }

    /// <summary>The User-Agent header of the last one; at most 200 characters.</summary>
    public string? UserAgent { get; init; }

    /// <summary>How many there were.</summary>
    public required long Count { get; init; }

    /// <summary>What makes two of them alike.</summary>
    [JsonIgnore]
    internal (HandshakeOutcome Outcome, string? Parameters, string? Address, string Host) Kind => (Outcome, Parameters, Address, Host);
}

/// <summary>How a URL verification ended.</summary>
public enum HandshakeOutcome
{
    /// <summary>Verified and echoed.</summary>
    Ok,

    /// <summary>A parameter is missing or malformed.</summary>
    MissingParameter,

    /// <summary>A parameter is given twice, or there are too many.</summary>
    RepeatedParameter,

    /// <summary>There is no signature.</summary>
    MissingSignature,

    /// <summary>The signature does not verify: the token is another one.</summary>
    BadSignature,

    /// <summary>The signature is that of another app here: the path, or the token, belongs to that one.</summary>
    OtherAppsToken,

    /// <summary>The timestamp is outside the app's tolerance.</summary>
    StaleTimestamp,

    /// <summary>The app's pushes come through WeChat's cloud, which verifies no URL.</summary>
    NotUsed,

    /// <summary>The store did not take the nonce in time; it was answered 503.</summary>
    NotStored,
}
