using Microsoft.Extensions.Logging;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Alerts;

/// <summary>
/// Looks at what is wrong, and says it. What concerns this instance's own store is said by it alone, from its own memory, since
/// the store is what is away; everything else is in a state that all instances share, and one of them says it.
/// </summary>
/// <remarks>
/// The right to send is taken with the state in one step and ends by itself: an instance that dies in between leaves the message
/// to another one, and one that dies right after sending may let it be sent twice, never not at all. A message that no
/// destination takes is not confirmed either, and so comes again when the right has ended.
/// </remarks>
internal sealed partial class AlertWatch(
    AlertDestinations destinations,
    IEnumerable<IAlertSource> sources,
    AlertStates states,
    AlertSender sender,
    TimeProvider time,
    ILogger<AlertWatch> logger) : PeriodicWorker(time)
{
    /// <summary>How long it is from a look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private readonly IAlertSource[] _own = [.. sources.Where(source => source.Kind is AlertKind.Spooling)];
    private readonly IAlertSource[] _shared = [.. sources.Where(source => source.Kind is not AlertKind.Spooling)];
    private readonly AlertState _ownState = new();
    private DateTimeOffset _ownRetryAt;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Interval;

    /// <summary>One look.</summary>
    /// <exception cref="StoreUnavailableException">What concerns all instances could not be said.</exception>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var targets = destinations.List();
        await LookAtOwnAsync(targets, cancellationToken);
        await LookAtSharedAsync(targets, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await LookAsync(stoppingToken);
        return Interval;
    }

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error) => LogAway(logger, error.Message);

    private async ValueTask LookAtOwnAsync(IReadOnlyList<AlertDestination> targets, CancellationToken cancellationToken)
    {
        var wanted = Wanted(_own, targets);
        if (wanted.Count == 0 && _ownState.IsEmpty)
            return;
        var findings = await FindAsync(wanted, _ownState, cancellationToken);
        var now = Time.GetUtcNow();
        AlertRules.Apply(_ownState, findings, now);
        if (now < _ownRetryAt || AlertRules.FindDue(_ownState, now) is not { Count: > 0 } messages)
            return;
        var name = Environment.MachineName;
        var sent = await sender.SendAsync([.. messages.Select(message => message with { Instance = name })], cancellationToken);
        AlertRules.Confirm(_ownState, sent, now);
        if (sent.Count < messages.Count)
            _ownRetryAt = now + AlertRules.ClaimTime;
    }

    private async ValueTask LookAtSharedAsync(IReadOnlyList<AlertDestination> targets, CancellationToken cancellationToken)
    {
        var wanted = Wanted(_shared, targets);
        if (wanted.Count == 0 && states.IsEmpty)
            return;
        var findings = await FindAsync(wanted, states.IsEmpty ? new() : states.Read(), cancellationToken);
        if (findings.Count == 0 && states.IsEmpty)
        {
            Applied(wanted);
            return;
        }

        List<AlertMessage> messages = [];
        var applied = await states.ChangeAsync(
            state =>
            {
                var now = Time.GetUtcNow();
                var changed = AlertRules.Apply(state, findings, now);
                messages = state.Claim is { } claim && claim.Until > now ? [] : AlertRules.FindDue(state, now);
                if (messages.Count > 0)
                    state.Claim = new(_instance, now + AlertRules.ClaimTime);
                return changed || messages.Count > 0;
            },
            cancellationToken);
        if (!applied)
            return;
        Applied(wanted);
        if (messages.Count > 0)
            await SendAsync(messages, cancellationToken);
    }

    private async ValueTask SendAsync(List<AlertMessage> messages, CancellationToken cancellationToken)
    {
        var sent = await sender.SendAsync(messages, cancellationToken);
        await states.ChangeAsync(
            state =>
            {
                AlertRules.Confirm(state, sent, Time.GetUtcNow());

                // What was not taken waits for the end of the claim.
                if (state.Claim?.By == _instance && sent.Count == messages.Count)
                    state.Claim = null;
                return sent.Count > 0;
            },
            cancellationToken);
    }

    private static async ValueTask<List<AlertFinding>> FindAsync(
        List<IAlertSource> wanted, AlertState state, CancellationToken cancellationToken)
    {
        var findings = new List<AlertFinding>();
        foreach (var source in wanted)
        {
            var open = state.Find(source.Kind)?.Apps.Where(app => app.Value.OverAt is null).Select(app => app.Key).ToHashSet(StringComparer.Ordinal);
            findings.AddRange(await source.LookAsync(open ?? [], cancellationToken));
        }

        return findings;
    }

    private static void Applied(List<IAlertSource> wanted)
    {
        foreach (var source in wanted)
            source.Applied();
    }

    private static List<IAlertSource> Wanted(IAlertSource[] all, IReadOnlyList<AlertDestination> targets) =>
        [.. all.Where(source => targets.Any(target => target.Takes(source.Kind)))];

    [LoggerMessage(1203, LogLevel.Warning, "Alerts wait until the store is back: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
