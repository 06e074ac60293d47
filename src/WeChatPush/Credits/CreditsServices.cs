using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Apps;
using WeChatPush.Credits.Sqlite;

namespace WeChatPush.Credits;

internal static class CreditsServices
{
    /// <summary>The ledger, what feeds it, and what spends from it.</summary>
    public static IServiceCollection AddCredits(this IServiceCollection services)
    {
        services.TryAddSingleton<ICreditLedger, SqliteCreditLedger>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPushObserver, SubscribeEvents>());
        services.TryAddSingleton<ICredits, CreditBook>();
        services.TryAddSingleton<HeldReservations>();
        services.TryAddSingleton<ICreditMessages, CreditMessages>();
        services.AddHostedService<LedgerKeeper>();
        return services;
    }
}
