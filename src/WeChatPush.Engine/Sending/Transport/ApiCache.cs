using Microsoft.Extensions.DependencyInjection;

namespace WeChatPush.Sending;

/// <summary>
/// A cache of what WeChat's APIs answer to reads: in memory, and in Redis where instances share one. It is registered
/// under a key, so that the host's own caches neither see it nor serve it.
/// </summary>
internal static class ApiCache
{
    /// <summary>The key of the service.</summary>
    public const string Key = "WeChatPush.Api";

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long an instance goes without a look whether another one has refreshed the shared answer.</summary>
    public static readonly TimeSpan LocalLifetime = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Adds the cache, which connects when it is first used; <paramref name="localLifetime"/>: how long an instance keeps an
    /// answer without asking the store.
    /// </summary>
    public static void AddApiCache(this IServiceCollection services, TimeSpan localLifetime) =>
        services.AddKeyedHybridCache(Key, cache =>
        {
            cache.DistributedCacheServiceKey = Key;
            cache.DefaultEntryOptions = new() { Expiration = Lifetime, LocalCacheExpiration = localLifetime };
        });
}
