using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPush;
using WeChatPush.Admin;
using WeChatPush.Alerts;
using WeChatPush.Apps;
using WeChatPush.Bookmarks;
using WeChatPush.Campaigns;
using WeChatPush.Conversations;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Dispatching;
using WeChatPush.Feed;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Receiving;
using WeChatPush.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;
using WeChatPush.Spool;
using WeChatPush.Stats;
using WeChatPush.Sqlite;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts WeChatPush into a host.</summary>
public static class WeChatPushBuilder
{
    /// <summary>
    /// Adds the engine, configured from the section <c>WeChatPush</c>, in the order in which a push meets its stages. With
    /// <c>ConnectionStrings:Redis</c> it keeps everything there, behind a spool on the own disk; without, in one file. A
    /// configuration that cannot work stops the host when it starts, with an
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that says what is wrong.
    /// </summary>
    /// <param name="builder">The builder of the host, which has the configuration.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddWeChatPush<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services
            .AddWeChatPushOptions(builder.Configuration)
            .AddCoordination()
            .AddStats()
            .AddStores(RedisSettings.Find(builder.Configuration))
            .AddApps()
            .AddFeed()
            .AddReceiving()
            .AddSpoolDepth()
            .AddInbox()
            .AddDispatching()
            .AddHandling()
            .AddSending()
            .AddConversations()
            .AddBookmarks()
            .AddCredits()
            .AddCampaigns()
            .AddOperations()
            .AddAdmin()
            .AddAlerts();
        return builder;
    }

    /// <summary>
    /// Maps the push URLs, <c>/wechat/{app}</c>, and returns the place to say who handles what.
    /// </summary>
    /// <param name="endpoints">The host, after <see cref="AddWeChatPush"/>.</param>
    /// <returns>The handlers of all apps; to be filled before the host starts.</returns>
    /// <exception cref="InvalidOperationException">WeChatPush was not added.</exception>
    public static PushHandlers MapWeChatPush(this Routing.IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapReceiving();
        return endpoints.ServiceProvider.GetRequiredService<PushHandlers>();
    }

    private static IServiceCollection AddStores(this IServiceCollection services, string? redis) => redis is null
        ? services.AddSqliteStores()
        : services.AddSqliteSpool().AddRedisStores(redis);
}
