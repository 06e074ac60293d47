using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Admin;

internal static class AdminServices
{
    /// <summary>What is kept about those who administer: their keys, and what they did.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSweep<AuditSweep>();
        services.TryAddSingleton<IStoredAdminKeys, StoredAdminKeys>();
        services.AddSupervised<AdminKeyUses>();
        services.TryAddSingleton<IAdminKeyUses>(provider => provider.GetRequiredService<AdminKeyUses>());
        return services;
    }
}
