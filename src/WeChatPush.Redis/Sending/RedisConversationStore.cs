using System.Text;
using StackExchange.Redis;
using WeChatPush.Protocol;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;

namespace WeChatPush.Redis.Sending;

/// <summary>Conversations in Redis: fields of the windows, who wrote by time, and what was sent.</summary>
internal sealed class RedisConversationStore(RedisConnection redis) : IConversationStore
{
    private const int TimeDigits = 16;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly ScriptBatchers _batchers = new(redis, Timeout);

    /// <inheritdoc/>
    public async ValueTask AddSentAsync(string app, string openId, SentMessage message, TimeSpan keep) =>
        await _batchers.RunAsync(
            RedisSendingScripts.AddSent,
            app,
            [
                openId, UnixTime(message.At), message.Write(), message.Outcome is SendOutcome.Sent ? 1 : 0,
                SentMessage.MaxPerUser, (long)keep.TotalMilliseconds,
            ],
            inTurn: true);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SentMessage>> ReadSentAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var entries = (RedisValue[])(await RunAsync(RedisSendingScripts.ReadSent, app, [openId]))!;
        return [.. entries
            .Select(entry => (byte[])entry!)
            .Where(entry => entry.Length > TimeDigits)
            .Select(entry => SentMessage.TryRead(entry.AsSpan(TimeDigits)))
            .OfType<SentMessage>()];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EndAsync(string app, string openId, DateTimeOffset at) =>
        (int)await RunAsync(RedisSendingScripts.EndConversation, app, [openId, UnixTime(at)]) == 1;

    /// <inheritdoc/>
    public async ValueTask<StoredConversation?> FindAsync(string app, string openId, CancellationToken cancellationToken) =>
        await ReadAsync(app, [RedisValue.EmptyString, openId]) is [var one, ..] ? one : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredConversation>> ListAsync(
        string app, bool isWaiting, ConversationPlace? after, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(
            app,
            [
                isWaiting ? "waiting" : "asked",
                after is { } place ? UnixTime(place.AskedAt) : RedisValue.EmptyString,
                after?.OpenId ?? "",
                limit,
            ]);

    private async Task<IReadOnlyList<StoredConversation>> ReadAsync(string app, RedisValue[] arguments)
    {
        var found = (RedisResult[])(await RunAsync(RedisSendingScripts.ReadConversations, app, arguments))!;
        return [.. found.Select(one => Read((RedisValue[])one!))];
    }

    private static StoredConversation Read(RedisValue[] values) => new(
        (string)values[0]!,
        ToTime(values[1]),
        ToTime(values[2]),
        new CustomerServiceWindow(values[3].ToInt(), StoredNumbers.ToTime(values[4].ToLong())),
        ConversationPushes.Read((byte[]?)values[5] ?? []));

    private static DateTimeOffset? ToTime(RedisValue value) => value.IsNull ? null : StoredNumbers.ToTime(value.ToLong());

    private Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) =>
        redis.EvaluateAsync(script, [Encoding.UTF8.GetBytes($"{{{app}}}")], arguments, Timeout);

    private static RedisValue UnixTime(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
