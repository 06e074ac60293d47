using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Campaigns.Redis;
using WeChatPush.Campaigns.Sqlite;
using WeChatPush.Coordination;
using WeChatPush.Telemetry;

namespace WeChatPush.Campaigns;

internal static class CampaignsServices
{
    /// <summary>
    /// Campaigns, kept where the ledger is: in this instance's own file, or <paramref name="shared"/> in Redis; what makes
    /// them, and what sends them.
    /// </summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services, bool shared)
    {
        if (shared)
            services.TryAddSingleton<ICampaignStore, RedisCampaignStore>();
        else
            services.TryAddSingleton<ICampaignStore, SqliteCampaignStore>();
        services.TryAddSingleton<ICampaigns, CampaignService>();
        services.TryAddSingleton<CampaignSends>();
        services.AddSupervised<CampaignRunner>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, CampaignProgressGauge>());
        return services;
    }
}
