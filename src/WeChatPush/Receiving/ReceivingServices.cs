using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Receiving;

internal static class ReceivingServices
{
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.TryAddSingleton<IRequestWait, RequestWait>();
        services.TryAddSingleton<PushIntake>();
        services.TryAddSingleton<IPushIntake>(provider => provider.GetRequiredService<PushIntake>());
        services.TryAddSingleton<DeveloperServerEntrance>();
        services.TryAddSingleton<CloudHostingEntrance>();
        services.TryAddSingleton<CloudFunctionEntrance>();
        services.TryAddSingleton<PushEntrances>();
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
