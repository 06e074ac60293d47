using Microsoft.Extensions.Logging;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Apps;

/// <summary>
/// Ends the life of a secret's old value when nobody has used it for a week. Whether it is used every instance sees for itself,
/// and says so in the store, once a day at most.
/// </summary>
internal sealed partial class RotationEnd(
    StoredApps stored, AppManager manager, TimeProvider time, ILogger<RotationEnd> logger) : PeriodicWorker(time)
{
    /// <summary>For how long an old value lives on without being used.</summary>
    public static readonly TimeSpan UnusedFor = TimeSpan.FromDays(7);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromMinutes(1);

    /// <summary>Looks at every app once.</summary>
    internal async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        foreach (var name in stored.Names)
        {
            if (stored.Find(name)?.Channel is not { IsRotating: true } channel)
                continue;
            var used = channel.TakeUsedSecrets();
            var change = await manager.ChangeAsync(
                name, expected: null, document => Next(document, used, Time.GetUtcNow()), cancellationToken);
            if (change is { Outcome: AppChangeOutcome.Done, After: { } after, Before: { } before })
                LogEnded(logger, name, before.Count - after.Count);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await LookAsync(stoppingToken);
        return Interval;
    }

    private static AppDocument? Next(AppDocument document, IReadOnlyCollection<string> used, DateTimeOffset now)
    {
        var over = document.Rotations.Where(rotation =>
                !used.Contains(rotation.Key, StringComparer.Ordinal) && now - (rotation.Value.UsedAt ?? rotation.Value.Since) >= UnusedFor)
            .Select(rotation => rotation.Key).ToList();
        var seen = document.Rotations.Where(rotation =>
                used.Contains(rotation.Key, StringComparer.Ordinal) && !(now - rotation.Value.UsedAt < Day))
            .Select(rotation => rotation.Key).ToList();
        if (seen.Count == 0)
            return over.Count == 0 ? null : AppEdits.FinishRotations(document, over);
        var rotations = document.Rotations.ToDictionary(
            rotation => rotation.Key,
            rotation => seen.Contains(rotation.Key) ? rotation.Value with { UsedAt = now } : rotation.Value,
            StringComparer.Ordinal);
        var noted = document with { Rotations = rotations };
        return AppEdits.FinishRotations(noted, over) ?? noted;
    }

    [LoggerMessage(165, LogLevel.Information,
        "{App}: {Count} old secrets were not used for a week; they are no longer live.")]
    private static partial void LogEnded(ILogger logger, string app, int count);
}
