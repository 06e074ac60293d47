using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Apps;
using WeChatPush.Handling.Answering;
using WeChatPush.Handling.Forwarding;
using WeChatPush.Handling.Rules;

namespace WeChatPush.Handling;

internal static class HandlingServices
{
    public static IServiceCollection AddHandling(this IServiceCollection services)
    {
        services.TryAddSingleton<PushHandlers>();
        services.TryAddSingleton<RuleBook>();
        services.TryAddSingleton<HandlerSelector>();
        services.TryAddSingleton<IRuleTester, RuleTester>();
        services.TryAddSingleton<IAnswerPolicy, AnswerPolicy>();
        services.TryAddSingleton<AbandonedHandlers>();
        services.TryAddSingleton<HandlerLimit>();
        services.TryAddSingleton<HandlerThreads>();
        services.TryAddSingleton<HandlerPlaces>();
        services.TryAddSingleton<PushHandling>();
        services.AddForwarding();
        return services;
    }
}
