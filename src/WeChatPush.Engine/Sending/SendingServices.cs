using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Sending;

/// <summary>Registers the sending stage.</summary>
internal static class SendingServices
{
    /// <summary>Adds everything that is needed to call WeChat's API.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services)
    {
        services.TryAddSingleton<LocalSendTurns>();
        services.AddWeChatClient();
        services.TryAddSingleton<SendPipelines>();
        services.TryAddSingleton<WeChatClient>();

        services.TryAddSingleton<StableTokenApi>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.TryAddSingleton<SendStops>();
        services.TryAddSingleton<WeChatApi>();

        services.TryAddSingleton<CustomerServiceWindows>();
        services.TryAddSingleton<SentMessages>();
        services.TryAddSingleton<ICustomerMessages, CustomerMessages>();
        services.TryAddSingleton<IKeyedSends, KeyedSends>();
        services.TryAddSingleton<IMedia, Media>();
        services.TryAddSingleton<KeywordSends>();
        services.TryAddSingleton<SubscribeMessages>();
        services.TryAddSingleton<TemplateMessages>();
        services.TryAddSingleton<LoginBudget>();
        services.TryAddSingleton<ILoginCodes, LoginCodes>();
        services.TryAddSingleton<ISubscribeTemplates, SubscribeTemplates>();

        services.TryAddSingleton<ISendingStatus, SendingState>();
        return services;
    }

    /// <summary>
    /// The access token stands in the address, because WeChat expects it there. So nothing that would write an address
    /// down is attached to this client: no loggers, no activities, no redirects that would carry it elsewhere.
    /// </summary>
    private static void AddWeChatClient(this IServiceCollection services) =>
        services.AddHttpClient(WeChatClient.Name)
            .ConfigureHttpClient(client =>
            {
                // Time is the pipeline's business.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .UseSocketsHttpHandler((handler, _) =>
            {
                // A call waits no longer than this for an address that swallows packets: it is not tried again in place.
                handler.ConnectTimeout = TimeSpan.FromSeconds(4);
                // Closed here before WeChat closes them: a request that meets a closing connection is uncertain.
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20);
                // WeChat's addresses change.
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ActivityHeadersPropagator = null;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
