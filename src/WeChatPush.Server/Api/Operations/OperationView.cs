using System.Text.Json.Serialization;
using WeChatPush.Inbox;
using WeChatPush.Operations;

namespace WeChatPush.Server.Api.Operations;

/// <summary>Work on many dead letters.</summary>
internal sealed record OperationView
{
    public required string Id { get; init; }

    public required string App { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationState State { get; init; }

    /// <summary>How many were meant when it was asked for; null: too many to be counted. Others may have been quicker with some.</summary>
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
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long the rest takes at its rate, while it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? EtaSeconds { get; init; }

    public static OperationView From(Operation operation) => new()
    {
        Id = operation.Id,
        App = operation.App,
        Kind = operation.Kind,
        State = operation.State,
        Total = operation.Total,
        Done = operation.Done,
        Failed = operation.Failed,
        Rate = operation.Rate,
        Actor = operation.Actor,
        Reason = operation.Reason,
        StartedAt = operation.StartedAt,
        FinishedAt = operation.FinishedAt,
        EtaSeconds = operation.EtaSeconds,
    };
}

/// <summary>A page of operations, the newest first.</summary>
internal sealed record OperationViewPage(IReadOnlyList<OperationView> Items, string? Next);
