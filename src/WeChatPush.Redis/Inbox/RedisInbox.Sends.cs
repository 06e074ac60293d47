using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.Redis.Inbox;

/// <summary>The journal of sends, and the replies that requests wait for.</summary>
internal sealed partial class RedisInbox
{
    // A signal between instances may get lost.
    private static readonly TimeSpan NextLook = TimeSpan.FromMilliseconds(250);

    public SemaphoreSlim SendLimiter { get; } = new(IInbox.MaxNotedSends);

    public ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken) =>
        LookAtSendAsync(claim, ordinal, api: "", begin: false);

    public ValueTask<SendSlot> BeginSendAsync(
        ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken) =>
        LookAtSendAsync(claim, ordinal, api, begin: true);

    private async ValueTask<SendSlot> LookAtSendAsync(ClaimedPush claim, int ordinal, string api, bool begin)
    {
        var resend = _options.CurrentValue.Sending.WhenUncertain == UncertainSend.Resend;
        // Who begins a send writes it next: no detour in between.
        var result = (RedisResult[])(await _retry.ExecuteAsync(again => _batchers.RunAsync(
            RedisScripts.BeginSend,
            claim.App,
            [
                _clock.Now, claim.Handle, claim.Fence, ordinal, api, resend ? 1 : 0, again ? 1 : 0,
                (int)SendOutcome.Sent, (int)SendOutcome.Refused, (int)SendOutcome.Uncertain, RedisSend.Interrupted, begin ? 1 : 0,
            ],
            inTurn: begin)))!;
        var earlier = (string?)result[1] is { } text ? RedisSend.ReadRecord(text) : null;
        var state = (string?)result[0];

        // Where nothing is written next, a handler goes on, and what it does must not keep those whose turn comes after it.
        if (begin && state != "fresh")
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return state switch
        {
            "lost" => new SendSlot(SendSlotState.Lost, null),
            "settled" => new SendSlot(SendSlotState.Settled, earlier! with { MsgId = (string?)result[2] }),
            "uncertain" => new SendSlot(SendSlotState.Uncertain, earlier),
            _ => new SendSlot(SendSlotState.Fresh, earlier),
        };
    }

    public async ValueTask EndSendAsync(
        ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
        await _retry.ExecuteAsync(_ => _batchers.RunAsync(
            RedisScripts.EndSend,
            claim.App,
            [
                _clock.Now, claim.Handle, claim.Fence, ordinal, claim.Replay, RedisSend.Ended(record), record.ErrMsg ?? "",
                record.MsgId ?? "", record.Api,
            ]));

    public async ValueTask<StoredReply?> WaitForReplyAsync(
        string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken)
    {
        var bytes = new byte[PushKey.Size];
        key.WriteTo(bytes);
        using var over = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        while (true)
        {
            // Listen first, look second: what is settled between the two is not missed.
            var next = _settled.Next;
            var look = (RedisResult[])(await RunAsync(RedisScripts.Reply, app, [_clock.Now, bytes]))!;
            var pending = (int)look[0] == 1;
            if ((byte[]?)look[1] is { } content)
                return new StoredReply(content);
            if (!pending)
                return null;
            await Task.WhenAny(next, Task.Delay(NextLook, _redis.Time, either.Token));
            cancellationToken.ThrowIfCancellationRequested();
            if (over.IsCancellationRequested)
                return null;
        }
    }
}
