using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Inbox;

/// <summary>What operators see of the inbox, and may ask of it.</summary>
public interface IPushHistory
{
    /// <summary>Lists an app's pushes, newest first.</summary>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be read.</exception>
    ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken);

    /// <summary>One push with its timeline and sends, or <see langword="null"/>.</summary>
    ValueTask<PushDetail?> FindAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Queues a push again as a new run. False: there is no such push.</summary>
    ValueTask<bool> ReplayAsync(string app, string id, ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>Queues every dead letter of an app again; returns how many.</summary>
    ValueTask<int> ReplayDeadLettersAsync(string app, ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>How many pushes of an app are in each unfinished state.</summary>
    ValueTask<PushBacklog> CountAsync(string app, CancellationToken cancellationToken);
}

/// <summary>Where a push stands.</summary>
public enum PushState
{
    /// <summary>Waiting for its turn.</summary>
    Queued,

    /// <summary>Being handled.</summary>
    Processing,

    /// <summary>Failed, waiting for its next attempt.</summary>
    Retrying,

    /// <summary>Handled.</summary>
    Done,

    /// <summary>Given up: a dead letter.</summary>
    Dead,
}

/// <summary>Which pushes to list; <see langword="null"/> members do not filter.</summary>
public sealed record PushFilter
{
    /// <summary>State.</summary>
    public PushState? State { get; init; }

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

    /// <summary>Entries on the page.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended: its <see cref="PushPage.Next"/>.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A page of pushes. <see cref="Next"/> is <see langword="null"/> on the last.</summary>
public sealed record PushPage(IReadOnlyList<PushSummary> Items, string? Next);

/// <summary>One line of the list.</summary>
public record PushSummary
{
    /// <summary>The push's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required PushState State { get; init; }

    /// <summary>MsgType; empty for a notice without one.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, of events.</summary>
    public required string? Event { get; init; }

    /// <summary>The user it is about.</summary>
    public required string? OpenId { get; init; }

    /// <summary>CreateTime as WeChat sent it: Unix seconds.</summary>
    public required long CreateTime { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Attempts that counted.</summary>
    public required int Attempts { get; init; }
}

/// <summary>Everything that is known of one push.</summary>
public sealed record PushDetail : PushSummary
{
    /// <summary>The decrypted original.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What WeChat's gateway sent about it beside its body, by header; of cloud hosting only.</summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>The calls to WeChat it led to, oldest first.</summary>
    public required IReadOnlyList<SendEntry> Sends { get; init; }
}

/// <summary>One thing that happened to a push.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Detail)
{
    /// <summary>Why it happened, where that is known; <see cref="Detail"/> is the text beside it.</summary>
    public TimelineReason? Reason => TimelineReasons.Find(What, Detail);
}

/// <summary>One call to WeChat's API. <paramref name="DurationMs"/> is <see langword="null"/> while it runs.</summary>
public sealed record SendEntry(
    DateTimeOffset At, string Api, SendOutcome? Outcome, int? ErrCode, string? ErrMsg, int? DurationMs);

/// <summary>Who asked for a replay, and why.</summary>
public sealed record ReplayRequest(string Actor, string? Reason);

/// <summary>Unfinished pushes by state.</summary>
public sealed record PushBacklog(int Queued, int Processing, int Retrying, int Dead);
