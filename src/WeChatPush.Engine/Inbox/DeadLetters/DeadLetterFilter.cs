using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Inbox;

/// <summary>Which dead letters are meant; <see langword="null"/> members do not filter.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>The key of a group of reasons.</summary>
    public string? Group { get; init; }

    /// <summary>MsgType, ignoring case.</summary>
    public string? MsgType { get; init; }

    /// <summary>Event, ignoring case.</summary>
    public string? Event { get; init; }

    /// <summary>The user.</summary>
    public string? OpenId { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Became a dead letter at or after.</summary>
    public DateTimeOffset? DeadSince { get; init; }

    /// <summary>The filter as it is kept: the user by a hash, so that it names no one.</summary>
    internal DeadLetterCriteria ToCriteria() => new()
    {
        Group = Group,
        MsgType = MsgType,
        Event = Event,
        User = OpenId is null ? null : DeadLetterCriteria.Hash(OpenId),
        Since = Since,
        Until = Until,
        DeadSince = DeadSince,
    };
}

/// <summary>A <see cref="DeadLetterFilter"/> as it is kept.</summary>
internal sealed record DeadLetterCriteria
{
    public string? Group { get; init; }

    public string? MsgType { get; init; }

    public string? Event { get; init; }

    /// <summary>The SHA-256 of the openid.</summary>
    public string? User { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? DeadSince { get; init; }

    /// <summary>Whether it means all.</summary>
    public bool IsEmpty() => this == new DeadLetterCriteria();

    /// <summary>Whether a dead letter is meant.</summary>
    public bool Matches(DeadLetter push) =>
        (MsgType is null || push.MsgType.Equals(MsgType, StringComparison.OrdinalIgnoreCase))
        && (Event is null || Event.Equals(push.Event, StringComparison.OrdinalIgnoreCase))
        && (Since is null || push.ReceivedAt >= Since)
        && (Until is null || push.ReceivedAt < Until)
        && (DeadSince is null || push.DiedAt >= DeadSince)
        && (User is null || (push.OpenId is { } user && Hash(user) == User))
        && (Group is null || DeadLetterReason.KeyOf(DeadLetterReason.Normalize(push.Reason)) == Group);

    /// <summary>How a user is kept.</summary>
    public static string Hash(string openId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(openId)));
}
