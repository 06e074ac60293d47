using System.Globalization;
using WeChatPush.Sending;

namespace WeChatPush.Alerts;

/// <summary>Apps whose sends are held back in this instance.</summary>
internal sealed class StopSource(SendStops stops, AccessTokens tokens, ISendingStatus sending, TimeProvider time) : IAlertSource
{
    // A limit of calls in a minute ends by itself; one that is met for longer does not.
    private static readonly TimeSpan RateTolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Stopped;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var findings = new List<AlertFinding>();
        foreach (var app in stops.Apps.Union(tokens.StoppedApps, StringComparer.Ordinal))
        {
            var held = sending.Get(app).Stops.Where(stop => Counts(stop, now)).OrderBy(stop => stop.Since).ToList();
            if (held is [var first, ..])
                findings.Add(new(Kind, app, first.Since) { Detail = first.ErrCode?.ToString(CultureInfo.InvariantCulture) });
        }

        return ValueTask.FromResult<IReadOnlyList<AlertFinding>>(findings);
    }

    // A pause whose time is over may be over: the next send finds out, and there may be none for long.
    private static bool Counts(SendStop stop, DateTimeOffset now) => stop.Reason switch
    {
        SendStopReason.Operator => true,
        SendStopReason.Quota => stop.Until > now,
        _ => stop.Until > now && now - stop.Since > RateTolerance,
    };
}
