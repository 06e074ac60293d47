using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

internal static class CreditsServices
{
    /// <summary>What feeds the ledger, and what spends from it.</summary>
    public static IServiceCollection AddCredits(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPushObserver, SubscribeEvents>());
        services.TryAddSingleton<KnownTemplates>();
        services.TryAddSingleton<ClientReports>();
        services.TryAddSingleton<BackendReports>();
        services.TryAddSingleton<ICredits, CreditService>();
        services.TryAddSingleton<HeldReservations>();
        services.TryAddSingleton<ICreditMessages, CreditMessages>();
        services.AddSupervised<LeaseReaper>();
        services.AddSweep<LedgerSweep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, UsableCredits>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, ReachableUsersGauge>());
        return services;
    }
}
