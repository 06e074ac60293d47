using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// Erases apps from Redis: every key under the app's hash tag. What belongs to an AppID lies under a tag of its own, which no name
/// of an app is.
/// </summary>
internal sealed class RedisAppEraser(RedisConnection redis, RedisStoredApps apps) : IAppEraser
{
    // What one script looks at: it blocks all other clients.
    private const int BatchSize = 200;
    private const int PageSize = 1000;

    // While something is still written, each walk finds some of it.
    private const int MaxWalks = 10;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly RedisScript Script = RedisScript.From("", "Scripts/Storage/erase_app.lua");

    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var erased = new AppErasure();
        for (var walks = 0; walks < MaxWalks; walks++)
        {
            // A walk finds what was there from its beginning to its end.
            var more = await EraseFoundAsync(app, cancellationToken);
            erased = erased.Add(more);
            if (!more.Any)
                break;
        }

        await apps.RemoveAsync(app);
        return erased;
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => RedisLogRewrite.StartAsync(redis);

    private async ValueTask<AppErasure> EraseFoundAsync(string app, CancellationToken cancellationToken)
    {
        var erased = new AppErasure();
        var batch = new List<RedisKey>(BatchSize);
        foreach (var server in (await redis.GetServersAsync(Timeout)).Where(server => server.IsConnected && !server.IsReplica))
        {
            await foreach (var key in FindAsync(server, app).WithCancellation(cancellationToken))
            {
                batch.Add(key);
                if (batch.Count < BatchSize)
                    continue;
                erased = erased.Add(await EraseAsync(app, batch));
                batch.Clear();
            }
        }

        return batch.Count == 0 ? erased : erased.Add(await EraseAsync(app, batch));
    }

    // Names of apps have no letters that mean something in a pattern.
    private async IAsyncEnumerable<RedisKey> FindAsync(IServer server, string app)
    {
        var keys = server.KeysAsync(redis.Settings.DefaultDatabase ?? 0, $"{{{app}}}:*", PageSize).GetAsyncEnumerator();
        await using (keys)
        {
            while (await NextAsync(keys))
                yield return keys.Current;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<RedisKey> keys)
    {
        try
        {
            return await keys.MoveNextAsync();
        }
        catch (RedisException error)
        {
            throw RedisFailure.From(error, "SCAN");
        }
        catch (TimeoutException error)
        {
            throw RedisFailure.From(error, "SCAN");
        }
    }

    private async ValueTask<AppErasure> EraseAsync(string app, List<RedisKey> keys)
    {
        var counts = (int[])(await redis.EvaluateAsync(Script, [.. keys], [app.Length + "{}".Length], Timeout))!;
        return new()
        {
            Pushes = counts[1],
            Users = counts[2],
            Windows = counts[3],
            Campaigns = counts[4],
            Others = counts[0],
        };
    }
}
