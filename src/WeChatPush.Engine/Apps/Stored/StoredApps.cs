using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Apps;

/// <summary>
/// The apps of the store, kept in step with it. What cannot be opened or read leaves the app as it was before, and health names
/// it.
/// </summary>
internal sealed partial class StoredApps : IAppSource
{
    private readonly RecordWatch _watch;
    private readonly RecordSeal _seal;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Entry> _apps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    public StoredApps(
        RecordWatch watch, RecordSeal seal, IOptionsMonitor<WeChatPushOptions> options, ILogger<StoredApps> logger)
    {
        (_watch, _seal, _options, _logger) = (watch, seal, options, logger);
        watch.Follow(RecordKind.App, Apply);
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public bool IsLoaded => _watch.IsLoaded;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => (IReadOnlyCollection<string>)_apps.Keys;

    /// <summary>The apps that are not in force as they are stored, and why.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <inheritdoc/>
    public App? Find(string name) => _apps.TryGetValue(name, out var entry) ? entry.App : null;

    /// <summary>The version in force; <see langword="null"/>: there is no such app.</summary>
    public long? FindVersion(string name) => _apps.TryGetValue(name, out var entry) ? entry.Version : null;

    /// <summary>The name that a record of an app has.</summary>
    public static RecordKey KeyOf(string name) => new(RecordKind.App, name);

    /// <summary>What is wrong with settings, one line each.</summary>
    public static List<string> Validate(string name, AppOptions app, WeChatPushOptions options)
    {
        var errors = new List<string>();
        AppOptionsValidator.Validate(name, app, options.Deduplication, new(WeChatPushOptions.SectionName, errors));
        return errors;
    }

    private void Apply(StoredRecord record)
    {
        var name = record.Key.Name;
        if (record.Content is not { } content)
        {
            _problems.TryRemove(name, out _);
            if (_apps.TryRemove(name, out _))
                Changed?.Invoke(name);
            return;
        }

        if (Read(record.Key, content.Span, out var app) is { } problem)
        {
            if (!_problems.TryGetValue(name, out var known) || known != problem)
                LogNotInForce(_logger, name, problem);
            _problems[name] = problem;
            return;
        }

        _problems.TryRemove(name, out _);
        _apps[name] = new(app!, record.Version);
        Changed?.Invoke(name);
    }

    private string? Read(RecordKey key, ReadOnlySpan<byte> content, out App? app)
    {
        app = null;
        if (_seal.Open(key, content) is not { } bytes)
            return $"it cannot be opened: {RecordSeal.Setting} is not the key that it is sealed with, or it is damaged";
        try
        {
            var options = AppDocument.Read(bytes).ToOptions();
            if (Validate(key.Name, options, _options.CurrentValue) is [var error, ..])
                return error;
            app = new App(key.Name, options);
            return null;
        }
        catch (JsonException error)
        {
            return $"it cannot be read: {error.Message}";
        }
    }

    private sealed record Entry(App App, long Version);

    [LoggerMessage(164, LogLevel.Error,
        "The stored app {App} is not in force as it is stored: {Reason}. Before it was changed it stays as it was; after a start it is not served.")]
    private static partial void LogNotInForce(ILogger logger, string app, string reason);
}
