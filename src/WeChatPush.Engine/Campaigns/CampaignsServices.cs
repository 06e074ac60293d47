using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Campaigns.Running;
using WeChatPush.Coordination;
using WeChatPush.Telemetry;

namespace WeChatPush.Campaigns;

internal static class CampaignsServices
{
    /// <summary>What makes campaigns, and what sends them.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.TryAddSingleton<CampaignEvents>();
        services.TryAddSingleton<CampaignPreviewer>();
        services.TryAddSingleton<ICampaigns, CampaignService>();
        services.TryAddSingleton<CampaignSends>();
        services.AddSupervised<CampaignRunner>();
        services.AddSweep<CampaignSweep>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, CampaignProgressGauge>());
        return services;
    }
}
