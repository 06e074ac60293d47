using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Feed;

internal static class FeedServices
{
    /// <summary>Adds the feed of what happens. Where no store brings a relay, it is this instance's own.</summary>
    public static IServiceCollection AddFeed(this IServiceCollection services)
    {
        services.TryAddSingleton<LocalFeedRelay>();
        services.TryAddSingleton<IFeedRelay>(provider => provider.GetRequiredService<LocalFeedRelay>());
        services.TryAddSingleton<FeedWatches>();
        services.TryAddSingleton<EventFeed>();
        services.TryAddSingleton<IEventFeed>(provider => provider.GetRequiredService<EventFeed>());
        services.AddSupervised<FeedAnnouncer>();
        services.AddSupervised<FeedPublisher>();
        services.AddSupervised<FeedReader>();
        return services;
    }
}
