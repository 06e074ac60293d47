using StackExchange.Redis;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Telemetry;

namespace WeChatPush.Redis.Inbox;

/// <summary>The appends of one app, many with each script call.</summary>
/// <param name="clock">The clock.</param>
/// <param name="mustBeConfirmed">Whether replicas must have it before it counts.</param>
/// <param name="append">Runs the script.</param>
/// <param name="appended">Called after each batch with whether the app had a history, and whether work was signalled.</param>
internal sealed class AppendBatcher(
    RedisClock clock, Func<bool> mustBeConfirmed, Func<RedisValue[], Task<RedisResult>> append, Action<bool, bool> appended)
{
    // The server does nothing else while a script runs: 256 pushes keep it for about a millisecond. Larger buffers would
    // outlive many collections.
    private const int MaxPushes = 256;
    private const int MaxBytes = 80_000;

    private readonly Batcher<AppendCall, byte[]> _batcher = new(
        MaxPushes, MaxBytes, batch => SendAsync(batch, clock, mustBeConfirmed(), append, appended), Complete);

    /// <inheritdoc cref="Batcher{TItem,TResult}.Add"/>
    public void Add(params ReadOnlySpan<AppendCall> calls) => _batcher.Add(calls);

    private static async Task<byte[]> SendAsync(
        List<AppendCall> batch,
        RedisClock clock,
        bool mustBeConfirmed,
        Func<RedisValue[], Task<RedisResult>> append,
        Action<bool, bool> appended)
    {
        var facts = new byte[batch.Count * AppendCall.FactsSize];
        var pushes = new byte[batch.Sum(call => call.Size)];
        for (int i = 0, at = 0; i < batch.Count; at += batch[i].Size, i++)
            batch[i].WriteTo(facts.AsSpan(i * AppendCall.FactsSize), pushes.AsSpan(at, batch[i].Size));

        RedisValue[] arguments = (Nonces(batch), mustBeConfirmed) switch
        {
            (null, false) => [clock.Now, facts, pushes],
            (var nonces, false) => [clock.Now, facts, pushes, nonces],
            var (nonces, _) => [clock.Now, facts, pushes, nonces ?? [], 1],
        };
        var result = (RedisResult[])(await append(arguments))!;
        var outcomes = (byte[])result[2]!;
        Metrics.Stored("redis", batch.Count);
        appended((int)result[0] == 1, (int)result[1] == 1);
        return outcomes;
    }

    private static byte[]? Nonces(List<AppendCall> batch)
    {
        var count = batch.Count(call => call.HasNonce);
        if (count == 0)
            return null;
        var nonces = new byte[count * AppendCall.NonceSize];
        for (int i = 0, at = 0; i < batch.Count; i++)
        {
            if (!batch[i].HasNonce)
                continue;
            batch[i].WriteNonceTo(nonces.AsSpan(at), i + 1);
            at += AppendCall.NonceSize;
        }

        return nonces;
    }

    private static void Complete(List<AppendCall> batch, byte[] outcomes)
    {
        for (var i = 0; i < batch.Count; i++)
            batch[i].Complete(Outcome(outcomes[i]));
    }

    private static AppendOutcome Outcome(byte letter) => letter switch
    {
        (byte)'1' => AppendOutcome.Stored,
        (byte)'2' => AppendOutcome.DuplicateAwaitingReply,
        (byte)'3' => AppendOutcome.NonceReused,
        _ => AppendOutcome.Duplicate,
    };
}
