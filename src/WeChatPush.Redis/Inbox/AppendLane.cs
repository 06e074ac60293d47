using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Redis.Inbox;

/// <summary>
/// The appends of one app, one script call at a time: whatever queued up while the last one ran goes with the next. A
/// batch waits for nobody; alone, an append leaves at once on its caller's thread.
/// </summary>
internal sealed class AppendLane(RedisClock clock, Func<RedisValue[], Task<RedisResult>> append, Action<bool, bool> appended)
{
    // The server does nothing else while a script runs: 256 pushes keep it for about a millisecond. Larger buffers would
    // outlive many collections.
    private const int MaxPushes = 256;
    private const int MaxBytes = 80_000;

    private readonly Lock _gate = new();
    private readonly Queue<AppendCall> _waiting = new();
    private bool _running;

    /// <summary>
    /// Queues calls one behind the other. They are sent in this order, and what follows one that fails is not sent.
    /// </summary>
    public void Add(params ReadOnlySpan<AppendCall> calls)
    {
        lock (_gate)
        {
            foreach (var call in calls)
                _waiting.Enqueue(call);
            if (_running)
                return;
            _running = true;
        }

        _ = RunAsync(Take());
    }

    private async Task RunAsync(List<AppendCall>? batch)
    {
        while (batch is not null)
        {
            byte[] outcomes;
            try
            {
                outcomes = await SendAsync(batch);
            }
            catch (Exception error)
            {
                Fail(batch, error);
                batch = Take();
                continue;
            }

            // The next leave before these are told, as telling them is writing their answers.
            if (Take() is { } next)
                _ = RunAsync(next);
            for (var i = 0; i < batch.Count; i++)
                batch[i].End(Outcome(outcomes[i]));
            return;
        }
    }

    private List<AppendCall>? Take()
    {
        lock (_gate)
        {
            List<AppendCall>? batch = null;
            var bytes = 0;
            while (_waiting.TryPeek(out var call) && (batch is null || (batch.Count < MaxPushes && bytes + call.Size <= MaxBytes)))
            {
                _waiting.Dequeue();
                if (!call.TrySend())
                    continue;
                (batch ??= new List<AppendCall>(Math.Min(_waiting.Count + 1, MaxPushes))).Add(call);
                bytes += call.Size;
            }

            _running = batch is not null;
            return batch;
        }
    }

    private async Task<byte[]> SendAsync(List<AppendCall> batch)
    {
        var facts = new byte[batch.Count * AppendCall.FactsSize];
        var pushes = new byte[batch.Sum(call => call.Size)];
        for (int i = 0, at = 0; i < batch.Count; at += batch[i].Size, i++)
            batch[i].WriteTo(facts.AsSpan(i * AppendCall.FactsSize), pushes.AsSpan(at, batch[i].Size));

        var result = (RedisResult[])(await append([clock.Now, facts, pushes]))!;
        var outcomes = (byte[])result[2]!;
        Metrics.Stored("redis", batch.Count);
        appended((int)result[0] == 1, (int)result[1] == 1);
        return outcomes;
    }

    private static AppendOutcome Outcome(byte letter) => letter switch
    {
        (byte)'1' => AppendOutcome.Stored,
        (byte)'2' => AppendOutcome.DuplicateAwaitingReply,
        _ => AppendOutcome.Duplicate,
    };

    // What waits behind a call that failed would fail as well, only later.
    private void Fail(List<AppendCall> batch, Exception error)
    {
        foreach (var call in batch)
            call.End(error);
        if (error is not StoreUnavailableException)
            return;
        AppendCall[] behind;
        lock (_gate)
        {
            behind = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var call in behind)
        {
            if (call.TrySend())
                call.End(new StoreUnavailableException(error.Message, error));
        }
    }
}
