using System.Text.Json;
using WeChatPush.Admin;

namespace WeChatPush.Server.Api.Audit;

/// <summary>One thing that was done through the admin API.</summary>
internal sealed record AuditView
{
    public required string Id { get; init; }

    /// <summary>When it was written down, right after it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the key that did it.</summary>
    public required string Actor { get; init; }

    /// <summary>The role that the key had.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>What was done, as <c>campaign.start</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, as <c>campaign:7</c>; a user is the beginning of the SHA-256 of the openid.</summary>
    public required string Object { get; init; }

    /// <summary>The app it belongs to.</summary>
    public required string? App { get; init; }

    /// <summary>Why, as its actor says.</summary>
    public required string? Reason { get; init; }

    /// <summary>What was changed, before; without secrets.</summary>
    public required JsonElement? Before { get; init; }

    /// <summary>What came of it; without secrets.</summary>
    public required JsonElement? After { get; init; }

    /// <summary>The address the request came from.</summary>
    public required string? Address { get; init; }

    public static AuditView From(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At,
        Actor = entry.Actor,
        Role = entry.Role,
        Action = entry.Action,
        Object = entry.Object,
        App = entry.App,
        Reason = entry.Reason,
        Before = Read(entry.Before),
        After = Read(entry.After),
        Address = entry.Address,
    };

    // What is no JSON any more is shown as the text it is.
    private static JsonElement? Read(string? json)
    {
        if (json is null)
            return null;
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return JsonElement.Parse($"\"{JsonEncodedText.Encode(json)}\"");
        }
    }
}

/// <summary>Some of the audit, newest first.</summary>
internal sealed record AuditViewPage(IReadOnlyList<AuditView> Items, string? Next);
