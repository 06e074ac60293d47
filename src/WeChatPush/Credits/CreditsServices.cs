using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Credits.Redis;
using WeChatPush.Credits.Sqlite;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

internal static class CreditsServices
{
    /// <summary>
    /// The ledger, in this instance's own file or <paramref name="shared"/> in Redis; what feeds it, and what spends
    /// from it.
    /// </summary>
    public static IServiceCollection AddCredits(this IServiceCollection services, bool shared)
    {
        if (shared)
            services.TryAddSingleton<ICreditLedger, RedisCreditLedger>();
        else
            services.TryAddSingleton<ICreditLedger, SqliteCreditLedger>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPushObserver, SubscribeEvents>());
        services.TryAddSingleton<ICredits, CreditService>();
        services.TryAddSingleton<HeldReservations>();
        services.TryAddSingleton<ICreditMessages, CreditMessages>();
        services.AddSupervised<LeaseReaper>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, UsableCredits>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, ReachableUsersGauge>());
        return services;
    }
}
