using WeChatPush.Handling;

namespace WeChatPush.Alerts;

/// <summary>Apps to which payment events came that no handler owns.</summary>
internal sealed class MissingHandlerSource(MissingHandlers missing, TimeProvider time) : IAlertSource
{
    private IReadOnlyCollection<KeyValuePair<string, MissingHandler>> _read = [];

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.HandlerMissing;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken)
    {
        _read = missing.Read();

        // Those of the time before anybody was to be told.
        var earliest = time.GetUtcNow() - AlertRules.QuietTime(Kind);
        return ValueTask.FromResult<IReadOnlyList<AlertFinding>>(
        [
            .. _read.Where(app => app.Value.LastAt > earliest).Select(app =>
                new AlertFinding(Kind, app.Key, app.Value.Since) { Count = app.Value.Count, Adds = true, Detail = app.Value.Event }),
        ]);
    }

    /// <inheritdoc/>
    public void Applied() => missing.Remove(_read);
}
