using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;
using WeChatPush.Receiving.Channels;

namespace WeChatPush.Receiving;

internal static class ReceivingServices
{
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.TryAddSingleton<IRequestWait, RequestWait>();
        services.TryAddSingleton<ReceiveStatistics>();
        services.TryAddSingleton<IReceiveStatistics>(provider => provider.GetRequiredService<ReceiveStatistics>());
        services.TryAddSingleton<DeveloperServerAuthenticator>();
        services.TryAddSingleton<CloudHostingAuthenticator>();
        services.TryAddSingleton<CloudFunctionAuthenticator>();
        services.TryAddSingleton<ChannelAuthenticators>();
        services.TryAddSingleton<IClientAddress, ConnectionAddress>();
        services.TryAddSingleton<HandshakeReader>();
        services.TryAddSingleton<HandshakeLog>();
        services.TryAddSingleton<IHandshakes>(provider => provider.GetRequiredService<HandshakeLog>());
        services.AddSupervised<HandshakeWriter>();
        services.TryAddSingleton<PushReceiver>();
        return services;
    }

    /// <summary>Maps the push URL. Every method arrives here, because which ones are allowed is part of the answer.</summary>
    public static void MapReceiving(this IEndpointRouteBuilder endpoints)
    {
        var receiver = endpoints.ServiceProvider.GetRequiredService<PushReceiver>();
        endpoints.Map("/wechat/{app}", (RequestDelegate)receiver.ServeAsync);
    }
}
