using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Conversations;

internal static class ConversationsServices
{
    /// <summary>What people see of the exchanges with users.</summary>
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.TryAddSingleton<IConversations, ConversationService>();
        return services;
    }
}
