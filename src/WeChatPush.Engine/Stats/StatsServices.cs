using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Stats;

internal static class StatsServices
{
    /// <summary>
    /// Counts what happens, and keeps it. Before every stage that does something: a host stops its services in reverse, and what
    /// they still do is counted as well.
    /// </summary>
    public static IServiceCollection AddStats(this IServiceCollection services)
    {
        services.TryAddSingleton<StatRecorder>();
        services.AddSupervised<StatWriter>();
        services.TryAddSingleton<IStats, StatReader>();
        return services.AddSweep<StatSweep>();
    }
}
