using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Storage;

namespace WeChatPush.Handling.Forwarding;

internal static class ForwardingServices
{
    /// <summary>
    /// Adds forwarding. A destination's address may hold a secret, so nothing that would write it down is attached to the
    /// client. A redirect would send the push to a destination that was not configured; it is not followed.
    /// </summary>
    public static IServiceCollection AddForwarding(this IServiceCollection services)
    {
        services.AddHttpClient(ForwardClient.Name)
            // Time is the pipeline's business.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<ForwardClient>();
        services.TryAddSingleton<ForwardMeter>();
        services.TryAddSingleton<ForwardPipelines>();
        services.TryAddSingleton<ForwardPauses>();
        services.AddSingleton<IAppEraser>(static provider => provider.GetRequiredService<ForwardPauses>());
        services.TryAddSingleton<IForwards, Forwards>();
        services.TryAddSingleton<Forwarder>();
        return services;
    }
}
