using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Inbox.Sqlite;

namespace WeChatPush.Inbox;

internal static class InboxServices
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.TryAddSingleton<SqliteInbox>();
        services.TryAddSingleton<IInbox>(provider => provider.GetRequiredService<SqliteInbox>());
        services.TryAddSingleton<IPushHistory, SqlitePushHistory>();
        return services;
    }
}
