using WeChatPush.Inbox;

namespace WeChatPush.Operations;

/// <summary>Work on many dead letters of an app, which goes on by itself until it is finished or cancelled.</summary>
public sealed record Operation
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The app.</summary>
    public required string App { get; init; }

    /// <summary>What is done.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required OperationState State { get; init; }

    /// <summary>
    /// How many dead letters were meant when it was asked for; <see langword="null"/>: too many to be counted. Those that others
    /// replayed or discarded meanwhile are among them, and are neither done nor failed in the end.
    /// </summary>
    public required int? Total { get; init; }

    /// <summary>How many were replayed or discarded.</summary>
    public required int Done { get; init; }

    /// <summary>How many stay dead letters because their payload is gone.</summary>
    public required int Failed { get; init; }

    /// <summary>At most so many a second.</summary>
    public required int Rate { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long the rest takes at its rate, in seconds; while it runs and the total is known.</summary>
    public int? EtaSeconds => State is OperationState.Running && Total is { } total
        ? (int)Math.Ceiling(Math.Max(0, total - Done - Failed) / (double)Rate)
        : null;
}

/// <summary>Where an operation stands.</summary>
public enum OperationState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>All that was meant was looked at.</summary>
    Finished,

    /// <summary>It was ended before that.</summary>
    Cancelled,
}

/// <summary>An operation that is asked for.</summary>
public sealed record NewOperation
{
    /// <summary>The slowest rate.</summary>
    public const int MinRate = 1;

    /// <summary>The fastest rate.</summary>
    public const int MaxRate = 10_000;

    /// <summary>The rate where none is given.</summary>
    public const int DefaultRate = 1000;

    /// <summary>What is done.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>To which dead letters.</summary>
    public required DeadLetterFilter Filter { get; init; }

    /// <summary>At most so many a second, from <see cref="MinRate"/> to <see cref="MaxRate"/>.</summary>
    public int Rate { get; init; } = DefaultRate;

    /// <summary>Who asks for it.</summary>
    public required string Actor { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
