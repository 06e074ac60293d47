using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Inbox.Redis;
using WeChatPush.Inbox.Sqlite;
using WeChatPush.Storage;

namespace WeChatPush.Inbox;

internal static class InboxServices
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.TryAddSingleton<SqliteInbox>();
        services.TryAddSingleton<SqlitePushHistory>();
        services.TryAddSingleton<RedisInbox>();
        services.TryAddSingleton<RedisPushHistory>();
        services.TryAddSingleton<RedisProbe>();
        services.TryAddSingleton<IInbox>(provider => provider.HasSharedStore()
            ? provider.GetRequiredService<RedisInbox>()
            : provider.GetRequiredService<SqliteInbox>());
        services.TryAddSingleton<IPushHistory>(provider => provider.HasSharedStore()
            ? provider.GetRequiredService<RedisPushHistory>()
            : provider.GetRequiredService<SqlitePushHistory>());
        return services;
    }
}
