using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;
using WeChatPush.Telemetry;

namespace WeChatPush.Inbox;

internal static class InboxServices
{
    /// <summary>What is measured and swept of the inbox; the store brings the inbox itself.</summary>
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, QueueDepth>());
        services.TryAddSingleton<IDeadLetters, DeadLetterGrouping>();
        return services.AddSweep<InboxSweep>();
    }
}
