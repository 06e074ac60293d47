using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Inbox;
using WeChatPush.Records;

namespace WeChatPush.Operations;

/// <summary>An operation as the record of its app holds it; how far it has come lies beside the dead letters.</summary>
internal sealed record StoredOperation
{
    public required string Id { get; init; }

    public required OperationKind Kind { get; init; }

    public required OperationState State { get; init; }

    public required DeadLetterCriteria Criteria { get; init; }

    /// <summary>What became a dead letter later is not meant.</summary>
    public required DateTimeOffset DeadUntil { get; init; }

    public required int? Total { get; init; }

    public required int Rate { get; init; }

    public required string Actor { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, and what had been done until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public int Done { get; init; }

    public int Failed { get; init; }

    [JsonIgnore]
    public bool IsRunning => State is OperationState.Running;

    /// <summary>What operators see of it.</summary>
    /// <param name="app">Its app.</param>
    /// <param name="progress">How far it has come, while it runs.</param>
    public Operation ToView(string app, BulkProgress? progress) => new()
    {
        Id = Id,
        App = app,
        Kind = Kind,
        State = State,
        Total = Total,
        Done = progress?.Done ?? Done,
        Failed = progress?.Failed ?? Failed,
        Rate = Rate,
        Actor = Actor,
        Reason = Reason,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };

    /// <summary>The same, ended.</summary>
    public StoredOperation End(OperationState state, BulkProgress progress, DateTimeOffset now) =>
        this with { State = state, FinishedAt = now, Done = progress.Done, Failed = progress.Failed };
}

/// <summary>The operations of an app: one record, so that how many run is bounded by the step that writes it.</summary>
internal static class OperationRecord
{
    /// <summary>The name of an app's record.</summary>
    public static RecordKey KeyOf(string app) => new(RecordKind.Operation, app);

    /// <summary>Writes them.</summary>
    public static byte[] Write(IReadOnlyList<StoredOperation> operations) =>
        JsonSerializer.SerializeToUtf8Bytes([.. operations], OperationJson.Default.StoredOperationArray);

    /// <summary>Reads them; <see langword="null"/>: this version cannot.</summary>
    public static IReadOnlyList<StoredOperation>? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, OperationJson.Default.StoredOperationArray) ?? [];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredOperation[]))]
internal sealed partial class OperationJson : JsonSerializerContext;
