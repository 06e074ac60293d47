using System.Text.Json.Serialization;

namespace WeChatPush.Inbox;

/// <summary>What is broken, since when, and whether it is over: dead letters by their reason.</summary>
public interface IDeadLetters
{
    /// <summary>
    /// An app's dead letters by their reason, the largest group first. At most <see cref="DeadLetterGroups.MaxLooked"/> are looked at,
    /// the newest first.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="limit">At most so many groups.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<DeadLetterGroups> GroupAsync(string app, int limit, CancellationToken cancellationToken);
}

/// <summary>Dead letters by their reason.</summary>
/// <param name="Items">The groups.</param>
/// <param name="SearchedUntil">
/// When the last one arrived that was looked at, if there are more behind it; <see langword="null"/>: all were looked at.
/// </param>
/// <param name="Left">How many groups were left out because of the limit.</param>
public sealed record DeadLetterGroups(IReadOnlyList<DeadLetterGroup> Items, DateTimeOffset? SearchedUntil, int Left)
{
    /// <summary>How many dead letters are looked at.</summary>
    public const int MaxLooked = 200_000;
}

/// <summary>Dead letters whose reasons are alike.</summary>
public sealed record DeadLetterGroup
{
    /// <summary>What the group is called by in filters: it stays the same.</summary>
    public required string Key { get; init; }

    /// <summary>The reason, without what differs between them.</summary>
    public required string Reason { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>When the first became a dead letter.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>When the last did.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>The ids of the youngest, at most three.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>How many became dead letters in each of the last 24 hours, the current one last.</summary>
    public required IReadOnlyList<int> Hours { get; init; }

    /// <summary>
    /// When the first push arrived of the same MsgType and Event as one of the group, after its last one, that was handled;
    /// <see langword="null"/>: there is none among the app's youngest thousand.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SucceedsAgainSince { get; init; }
}
