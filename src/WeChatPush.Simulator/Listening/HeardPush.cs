using System.Text.Json;

namespace WeChatPush.Simulator.Listening;

/// <summary>A push that a server has received.</summary>
internal sealed record HeardPush
{
    public required string Id { get; init; }

    public string App { get; init; } = "";

    public string AppId { get; init; } = "";

    public DateTimeOffset ReceivedAt { get; init; }

    public string? OpenId { get; init; }

    public string? MsgType { get; init; }

    public string? Event { get; init; }

    /// <summary>The push in its unified JSON form.</summary>
    public JsonElement? Message { get; init; }

    /// <summary>The decrypted original.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Whether the server does not show what the user wrote.</summary>
    public bool Masked { get; init; }

    /// <summary>What it is about, in a line.</summary>
    public string Title => Event is null ? $"{MsgType}" : $"{MsgType} {Event}";
}
