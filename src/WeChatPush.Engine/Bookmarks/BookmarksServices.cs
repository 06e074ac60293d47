using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Storage;

namespace WeChatPush.Bookmarks;

internal static class BookmarksServices
{
    /// <summary>What keeps payloads under a name.</summary>
    public static IServiceCollection AddBookmarks(this IServiceCollection services)
    {
        services.TryAddSingleton<BookmarkService>();
        services.TryAddSingleton<IBookmarks>(provider => provider.GetRequiredService<BookmarkService>());
        services.TryAddSingleton<BookmarkEraser>();
        services.AddSingleton<IUserEraser>(provider => provider.GetRequiredService<BookmarkEraser>());
        services.AddSingleton<IAppEraser>(provider => provider.GetRequiredService<BookmarkEraser>());
        return services;
    }
}
