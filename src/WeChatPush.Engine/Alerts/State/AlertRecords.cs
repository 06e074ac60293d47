using System.Text.Json;
using Microsoft.Extensions.Logging;
using WeChatPush.Records;

namespace WeChatPush.Alerts;

/// <summary>The records of this stage, which every instance follows: where alerts are sent, and what was said.</summary>
internal sealed partial class AlertRecords
{
    /// <summary>The record with the stored destinations; sealed, as it holds the robots' keys.</summary>
    public static readonly RecordKey DestinationsKey = new(RecordKind.Setting, "alerts");

    /// <summary>The record with what was said.</summary>
    public static readonly RecordKey StateKey = new(RecordKind.Setting, "alert-state");

    private readonly RecordSeal _seal;
    private readonly ILogger _logger;
    private volatile StoredDestinations _destinations = new([], null);
    private volatile StoredState _state = new(default, null, IsEmpty: true);
    private volatile string? _problem;

    /// <summary>Follows the records; before the host starts.</summary>
    public AlertRecords(RecordWatch watch, RecordSeal seal, ILogger<AlertRecords> logger)
    {
        (_seal, _logger) = (seal, logger);
        watch.Follow(RecordKind.Setting, Apply);
    }

    /// <summary>The stored destinations in force.</summary>
    public StoredDestinations Destinations => _destinations;

    /// <summary>What was said, as far as this instance knows.</summary>
    public StoredState State => _state;

    /// <summary>Why the stored destinations are not in force as they are stored.</summary>
    public string? Problem => _problem;

    private void Apply(StoredRecord record)
    {
        if (record.Key == StateKey)
            _state = record.Content is { } state ? new(state, record.Version, AlertState.Read(state.Span).IsEmpty) : new(default, null, IsEmpty: true);
        else if (record.Key == DestinationsKey)
            ApplyDestinations(record);
    }

    private void ApplyDestinations(StoredRecord record)
    {
        _problem = null;
        if (record.Content is not { } content)
        {
            _destinations = new([], null);
            return;
        }

        try
        {
            if (_seal.Open(record.Key, content.Span) is { } bytes)
            {
                _destinations = new(AlertDocument.Read(bytes), record.Version);
                return;
            }

            _problem = $"they cannot be opened: {RecordSeal.Setting} is not the key that they are sealed with, or they are damaged";
        }
        catch (JsonException)
        {
            _problem = "they cannot be read by this version";
        }

        _destinations = _destinations with { Version = record.Version };
        LogNotInForce(_logger, _problem);
    }

    /// <summary>Where alerts are sent, as stored.</summary>
    /// <param name="Items">The destinations.</param>
    /// <param name="Version">The version of the record; <see langword="null"/>: there is none.</param>
    internal sealed record StoredDestinations(IReadOnlyList<AlertDestination> Items, long? Version);

    /// <summary>What was said, as stored.</summary>
    internal sealed record StoredState(ReadOnlyMemory<byte> Content, long? Version, bool IsEmpty)
    {
        /// <summary>A copy of its own for the caller.</summary>
        public AlertState Read() => Version is null ? new() : AlertState.Read(Content.Span);
    }

    [LoggerMessage(1200, LogLevel.Error,
        "The stored destinations of alerts are not in force as they are stored: {Reason}. Those from before stay; after a start there are none.")]
    private static partial void LogNotInForce(ILogger logger, string reason);
}
