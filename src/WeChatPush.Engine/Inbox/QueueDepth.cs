using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Inbox;

/// <summary>
/// How many pushes of each app wait, are being handled, or were given up. Of the fleet, where it shares a store.
/// </summary>
internal sealed class QueueDepth(IPushHistory history, AppCatalog apps) : IGauge
{
    public string Name => MetricNames.QueueDepth;

    public string Unit => "{push}";

    public string Description => "Unfinished pushes and dead letters.";

    public async ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken)
    {
        var readings = new List<GaugeReading>();
        foreach (var app in apps.Names)
        {
            var backlog = await history.CountAsync(app, cancellationToken);
            readings.Add(ToReading(app, PushState.Queued, backlog.Queued));
            readings.Add(ToReading(app, PushState.Processing, backlog.Processing));
            readings.Add(ToReading(app, PushState.Retrying, backlog.Retrying));
            readings.Add(ToReading(app, PushState.Dead, backlog.Dead));
        }

        return readings;
    }

    private static GaugeReading ToReading(string app, PushState state, int count) =>
        new(count, new(TagNames.App, app), new(TagNames.State, EnumNames<PushState>.Get(state)));
}
