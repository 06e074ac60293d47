namespace WeChatPush.Admin;

/// <summary>What someone did through the admin API. No part of it holds a secret, a whole openid or a user's text.</summary>
public record AuditRecord
{
    /// <summary>Who did it: the name of the key.</summary>
    public required string Actor { get; init; }

    /// <summary>The role in which it was done.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>What was done, in one word of the API such as <c>campaign.start</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what it was done: its kind and name, such as <c>key:ops</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The app it belongs to; <see langword="null"/>: to none.</summary>
    public string? App { get; init; }

    /// <summary>Why, as its actor says.</summary>
    public string? Reason { get; init; }

    /// <summary>JSON: what was changed, before; <see langword="null"/>: nothing that is noted.</summary>
    public string? Before { get; init; }

    /// <summary>JSON: what came of it.</summary>
    public string? After { get; init; }

    /// <summary>The address the request came from.</summary>
    public string? Address { get; init; }
}
