using System.Text;
using StackExchange.Redis;
using WeChatPush.Receiving;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Receiving;

/// <summary>
/// The last URL verifications in Redis, one key for each app, which runs out by itself. They are merged here and written if no
/// other instance wrote meanwhile.
/// </summary>
internal sealed class RedisHandshakeStore(RedisConnection redis, TimeProvider time) : IHandshakeStore
{
    private const int MaxTries = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisScript ReadScript = RedisScript.From("", "Scripts/Receiving/read_handshakes.lua");
    private static readonly RedisScript ReplaceScript = RedisScript.From("", "Scripts/Receiving/replace_handshakes.lua");

    /// <inheritdoc/>
    public async ValueTask<bool> AddAsync(string app, IReadOnlyList<Handshake> handshakes, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var known = await ReadAsync(app);
            var merged = HandshakeHistory.Merge(HandshakeHistory.Read(known), handshakes, time.GetUtcNow());
            RedisValue[] arguments = [known, HandshakeHistory.Write(merged), (long)HandshakeHistory.Memory.TotalMilliseconds];
            if ((bool)await redis.EvaluateAsync(ReplaceScript, Tag(app), arguments, Timeout))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Handshake>> ListAsync(string app, CancellationToken cancellationToken) =>
        HandshakeHistory.Merge(HandshakeHistory.Read(await ReadAsync(app)), [], time.GetUtcNow());

    private async ValueTask<byte[]> ReadAsync(string app) =>
        (byte[]?)await redis.EvaluateAsync(ReadScript, Tag(app), [], Timeout) ?? [];

    private static RedisKey[] Tag(string app) => [Encoding.UTF8.GetBytes($"{{{app}}}")];
}
