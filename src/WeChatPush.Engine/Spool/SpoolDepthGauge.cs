using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Spool;

/// <summary>How many pushes of each app lie on this instance's disk until the shared store can take them.</summary>
internal sealed class SpoolDepthGauge(ISpoolDepth spool, AppCatalog apps) : IGauge
{
    public string Name => MetricNames.SpoolDepth;

    public string Unit => "{push}";

    public string Description => "Pushes on this instance's disk that wait for the shared store.";

    public ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<GaugeReading>>(
        [
            .. from app in apps.Names
               select new GaugeReading(spool.CountOf(app), new KeyValuePair<string, object?>(TagNames.App, app)),
        ]);
}
