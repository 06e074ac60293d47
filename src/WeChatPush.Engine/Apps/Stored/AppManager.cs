using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Apps;

/// <summary>Makes and changes stored apps: reads the stored document, changes it, and writes it if it is still the one that was read.</summary>
internal sealed class AppManager(
    IRecordStore records,
    RecordSeal seal,
    RecordWatch watch,
    ConfiguredApps configured,
    StoredApps stored,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time) : IStoredApps
{
    /// <summary>How many apps may be stored.</summary>
    public const int MaxApps = 20_000;

    // Of one who names no version: somebody else may be writing as well.
    private const int MaxTries = 5;

    /// <inheritdoc/>
    public async ValueTask<StoredApp?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await ReadAsync(name, cancellationToken) is not ({ } document, var version))
            return null;
        return new(
            name,
            version,
            document.CreatedAt,
            AppSecrets.Masked(document.Settings),
            document.Rotations.ToDictionary(rotation => rotation.Key, rotation => rotation.Value.Since, StringComparer.Ordinal),
            [.. document.History.Select(earlier => new EarlierRules(earlier.Until, Masked(earlier.Rules)))]);
    }

    /// <inheritdoc/>
    public async ValueTask<AppChange> CreateAsync(string name, JsonObject settings, CancellationToken cancellationToken)
    {
        if (configured.Find(name) is not null || stored.Find(name) is not null)
            return new(AppChangeOutcome.Exists);
        if (stored.Names.Count >= MaxApps)
            return new(AppChangeOutcome.Full);
        var given = (JsonObject)settings.DeepClone();
        RemoveNulls(given);
        var made = AppDefaults.Complete(given);
        var document = new AppDocument { Settings = given, CreatedAt = time.GetUtcNow() };
        var change = await WriteAsync(name, document, expected: null, cancellationToken);
        return change.Outcome is AppChangeOutcome.VersionMismatch
            ? new(AppChangeOutcome.Exists)
            : change with { MadeSecrets = made };
    }

    /// <inheritdoc/>
    public ValueTask<AppChange> ChangeAsync(string name, JsonObject patch, long? expected, CancellationToken cancellationToken) =>
        ChangeAsync(name, expected, document => AppEdits.Patch(document, patch, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppChange> UndoRulesAsync(string name, long? expected, CancellationToken cancellationToken) =>
        ChangeAsync(name, expected, document => AppEdits.UndoRules(document, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppChange> RotateAsync(string name, RotatedSecret what, CancellationToken cancellationToken)
    {
        var fresh = AppDefaults.Make(what);
        var change = await ChangeAsync(
            name, expected: null, document => AppEdits.Rotate(document, AppDefaults.NameOf(what), fresh, time.GetUtcNow()), cancellationToken);
        return change.Outcome is AppChangeOutcome.Done
            ? change with { MadeSecrets = new Dictionary<string, string>(StringComparer.Ordinal) { [AppDefaults.NameOf(what)] = fresh } }
            : change;
    }

    /// <inheritdoc/>
    public ValueTask<AppChange> FinishRotationAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, expected: null, document => AppEdits.FinishRotations(document, document.Rotations.Keys), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppChange> RemoveAsync(string name, long? expected, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // One that cannot be opened can be removed as well.
            if (await records.FindAsync(StoredApps.KeyOf(name), cancellationToken) is not { } record)
                return Missing(name);
            if (expected is { } version && version != record.Version)
                return new(AppChangeOutcome.VersionMismatch) { Version = record.Version };
            var removed = await records.RemoveAsync(record.Key, record.Version, cancellationToken);
            if (!removed.Written && attempt < MaxTries && expected is null)
                continue;
            await watch.RefreshAsync(cancellationToken);
            return removed.Written
                ? new(AppChangeOutcome.Done) { Before = Open(record) is { } document ? AppSecrets.Masked(document.Settings) : null }
                : new(AppChangeOutcome.VersionMismatch) { Version = removed.Version };
        }
    }

    /// <summary>Changes a document, if there is something to be changed.</summary>
    internal async ValueTask<AppChange> ChangeAsync(
        string name, long? expected, Func<AppDocument, AppDocument?> edit, CancellationToken cancellationToken)
    {
        if (configured.Find(name) is not null)
            return new(AppChangeOutcome.Configured);
        for (var attempt = 1; ; attempt++)
        {
            if (await ReadAsync(name, cancellationToken) is not ({ } document, var version))
                return Missing(name);
            if (expected is { } wanted && wanted != version)
                return new(AppChangeOutcome.VersionMismatch) { Version = version };
            if (edit(document) is not { } edited)
                return new(AppChangeOutcome.Nothing) { Version = version };
            var change = await WriteAsync(name, edited, version, cancellationToken);
            if (change.Outcome is not AppChangeOutcome.VersionMismatch || expected is not null || attempt >= MaxTries)
                return change with { Before = AppSecrets.Masked(document.Settings) };
        }
    }

    private async ValueTask<AppChange> WriteAsync(
        string name, AppDocument document, long? expected, CancellationToken cancellationToken)
    {
        if (!seal.CanSeal)
            return new(AppChangeOutcome.NoSealingKey);
        if (FindErrors(name, document) is { Count: > 0 } errors)
            return new(AppChangeOutcome.Invalid) { Errors = errors };
        var key = StoredApps.KeyOf(name);
        var content = seal.Seal(key, AppEdits.Fit(document).ToBytes());
        if (content.Length > RecordLimits.MaxContent)
            return Invalid(AppErrors.Whole, $"is larger than {RecordLimits.MaxContent / 1024} KiB");
        var write = await records.WriteAsync(key, content, expected, cancellationToken);
        await watch.RefreshAsync(cancellationToken);
        return write.Written
            ? new(AppChangeOutcome.Done) { Version = write.Version, After = AppSecrets.Masked(document.Settings) }
            : new(write.Version is null ? AppChangeOutcome.NotFound : AppChangeOutcome.VersionMismatch) { Version = write.Version };
    }

    private Dictionary<string, string[]> FindErrors(string name, AppDocument document)
    {
        try
        {
            return AppErrors.ByField(name, StoredApps.Validate(name, document.ToOptions(), options.CurrentValue));
        }
        catch (JsonException error)
        {
            return new(StringComparer.Ordinal) { [error.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : AppErrors.Whole] = ["is of another type"] };
        }
    }

    private async ValueTask<(AppDocument? Document, long Version)> ReadAsync(string name, CancellationToken cancellationToken) =>
        await records.FindAsync(StoredApps.KeyOf(name), cancellationToken) is { } record && Open(record) is { } document
            ? (document, record.Version)
            : default;

    private AppDocument? Open(StoredRecord record)
    {
        try
        {
            return record.Content is { } content && seal.Open(record.Key, content.Span) is { } bytes ? AppDocument.Read(bytes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private AppChange Missing(string name) =>
        new(configured.Find(name) is null ? AppChangeOutcome.NotFound : AppChangeOutcome.Configured);

    private static AppChange Invalid(string field, string complaint) => new(AppChangeOutcome.Invalid)
    {
        Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [complaint] },
    };

    private static List<RuleOptions> Masked(JsonArray rules) =>
        [.. AppSecrets.Masked(new() { ["rules"] = rules.DeepClone() }).Deserialize(AppJson.Default.AppOptions)!.Rules];

    private static void RemoveNulls(JsonObject at)
    {
        foreach (var name in at.Where(member => member.Value is null).Select(member => member.Key).ToList())
            at.Remove(name);
    }
}
