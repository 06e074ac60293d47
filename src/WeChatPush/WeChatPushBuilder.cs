using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WeChatPush;
using WeChatPush.Apps;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Dispatching;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.Storage.Redis;
using WeChatPush.Telemetry;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts WeChatPush into a host.</summary>
public static class WeChatPushBuilder
{
    /// <summary>
    /// Adds the engine, configured from the section <c>WeChatPush</c>. Its parts in the order in which a push meets them.
    /// </summary>
    public static TBuilder AddWeChatPush<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var redis = RedisSettings.Find(builder.Configuration);
        var shared = redis is not null;
        builder.Services
            .AddWeChatPushOptions(builder.Configuration)
            .AddCoordination()
            .AddTelemetry()
            .AddStorage(redis)
            .AddApps()
            .AddReceiving()
            .AddInbox(shared)
            .AddDispatching()
            .AddHandling()
            .AddSending(shared)
            .AddCredits(shared)
            .AddCampaigns(shared);
        return builder;
    }

    /// <summary>
    /// Maps the push URLs, <c>/wechat/{app}</c>, and returns the place to say who handles what.
    /// </summary>
    public static PushHandlers MapWeChatPush(this Routing.IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapReceiving();
        return endpoints.ServiceProvider.GetRequiredService<PushHandlers>();
    }
}
