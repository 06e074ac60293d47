using System.Globalization;
using System.Text;
using StackExchange.Redis;
using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// Erases users from Redis. Campaigns before credits: they hold credits of their own, and what they hold must not go back to a
/// ledger that has forgotten the user.
/// </summary>
internal sealed class RedisUserEraser(RedisConnection redis, RedisInbox inbox, TimeProvider time) : IUserEraser
{
    // What one script looks at: it blocks all other clients.
    private const int Pushes = 100;
    private const int FormIds = 200;
    private const int Pages = 50;
    private const int Campaigns = 500;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly RedisClock _clock = new(time);

    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(app, cancellationToken);
        var erased = new UserErasure { Pushes = await ErasePushesAsync(app, openId, cancellationToken) };
        erased = erased.Add(new() { Recipients = await EraseRecipientsAsync(app, openId, cancellationToken) });
        erased = erased.Add(await EraseCreditsAsync(app, openId, cancellationToken));
        var sending = (int[])(await RunAsync(RedisSendingScripts.EraseUser, app, [openId]))!;
        return erased.Add(new() { Windows = sending[0], Sent = sending[1] });
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => RedisLogRewrite.StartAsync(redis);

    private async Task<int> ErasePushesAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var erased = 0;
        for (var before = "+inf"; before.Length > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = (RedisResult[])(await inbox.RunAsync(
                RedisScripts.EraseUser, app, [_clock.Now, openId, before, Pushes]))!;
            erased += (int)answer[0];
            before = (string?)answer[1] is { Length: > 0 } next ? $"({next}" : "";
        }

        return erased;
    }

    private async Task<int> EraseRecipientsAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var erased = 0;
        for (string? after = ""; after is not null;)
        {
            var answer = (RedisResult[])(await RunAsync(RedisCampaignScripts.Ids, app, [_clock.Now, after, Campaigns]))!;
            var (visible, loading) = ((string[])answer[0]!, (string[])answer[1]!);
            foreach (var id in visible.Concat(loading))
                erased += await EraseRecipientAsync(app, id, openId, cancellationToken);
            after = visible.Length < Campaigns ? null : visible[^1];
        }

        return erased;
    }

    private async Task<int> EraseRecipientAsync(string app, string id, string openId, CancellationToken cancellationToken)
    {
        for (var page = 0L; page >= 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = (RedisResult[])(await RunAsync(
                RedisCampaignScripts.EraseUser, app, [_clock.Now, id, openId, page, Pages]))!;
            if ((int)answer[0] == 1)
                return 1;
            page = long.Parse(answer[1].ToString(), CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private async Task<UserErasure> EraseCreditsAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var erased = new UserErasure();
        for (var more = true; more;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = (int[])(await RunAsync(RedisCreditScripts.EraseUser, app, [_clock.Now, openId, FormIds]))!;
            erased = erased.Add(new() { FormIds = answer[0], Permits = answer[1], Reservations = answer[2] });
            more = answer[3] == 1;
        }

        return erased;
    }

    private Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) =>
        redis.EvaluateAsync(script, [Encoding.UTF8.GetBytes($"{{{app}}}")], arguments, Timeout);
}
