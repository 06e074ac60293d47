using Microsoft.Extensions.Options;
using WeChatPush.Spool;
using WeChatPush.Storage;

namespace WeChatPush.Alerts;

/// <summary>
/// Whether this instance's store takes pushes. While a shared one does not, they are spooled or refused, until the last of them
/// is handed over; an embedded one is asked now and then, with a write.
/// </summary>
internal sealed class SpoolSource(
    IStoreProbe probe,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    SharedStoreWatch? watch = null,
    IPushSpool? spool = null) : IAlertSource
{
    /// <summary>Pushes are kept on the own disk.</summary>
    public const string Kept = "spooling";

    /// <summary>Pushes are refused: that is configured.</summary>
    public const string Refused = "refusing";

    /// <summary>Pushes are refused: the spool is full.</summary>
    public const string Full = "spoolFull";

    /// <summary>Pushes are handed over to the store that is back.</summary>
    public const string Draining = "draining";

    /// <summary>Pushes are refused: the own disk takes no writes.</summary>
    public const string Unwritable = "unwritable";

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _probeAt;
    private DateTimeOffset? _since;

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Spooling;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken) =>
        watch is null || spool is null
            ? await ProbeAsync(cancellationToken)
            : LookAtSpool(watch, spool, open);

    private List<AlertFinding> LookAtSpool(SharedStoreWatch watch, IPushSpool spool, IReadOnlyCollection<string> open)
    {
        var now = time.GetUtcNow();
        var detail = options.CurrentValue.Receiving.WhenStoreIsDown is StoreOutage.Refuse ? Refused : spool.IsFull ? Full : Kept;
        if (watch.Store is { } outage)
            return now - outage.Since < OutageLog.AwayAfter ? [] : [new(Kind, "", outage.Since) { Count = spool.Count, Detail = detail }];
        List<AlertFinding> findings =
        [
            .. watch.Apps.Where(app => now - app.Outage.Since >= OutageLog.AwayAfter).Select(app =>
                new AlertFinding(Kind, app.App, app.Outage.Since) { Count = spool.CountOf(app.App), Detail = detail }),
        ];

        // Nothing new is told of a spool that empties itself after a moment.
        if (findings.Count == 0 && spool.Count > 0 && (open.Count > 0 || spool.IsFull))
            findings.AddRange((open.Count > 0 ? open : [""]).Select(app => new AlertFinding(Kind, app, now) { Count = spool.Count, Detail = Draining }));
        return findings;
    }

    private async ValueTask<IReadOnlyList<AlertFinding>> ProbeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_probeAt is null || now - _probeAt >= ProbeInterval)
        {
            _probeAt = now;
            _since = await probe.FindProblemAsync(cancellationToken) is null ? null : _since ?? now;
        }

        return _since is { } since ? [new(Kind, "", since) { Detail = Unwritable }] : [];
    }
}
