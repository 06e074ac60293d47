using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Dispatching;

/// <summary>The send journal of one claimed push, kept in the inbox.</summary>
internal sealed class InboxSendJournal(IInbox inbox, ClaimedPush claim, TimeProvider time) : ISendJournal
{
    /// <summary>The first holder of a push knows that nothing was sent before.</summary>
    private const long FirstFence = 1;

    public SemaphoreSlim? Limiter => inbox.SendLimiter;

    public async ValueTask<SendResult?> FindAsync(int ordinal, CancellationToken cancellationToken) =>
        claim.Fence == FirstFence ? null : Read(await inbox.FindSendAsync(claim, ordinal, cancellationToken));

    public async ValueTask<SendResult?> BeginAsync(int ordinal, string api, CancellationToken cancellationToken) =>
        Read(await inbox.BeginSendAsync(claim, ordinal, api, cancellationToken));

    public ValueTask EndAsync(int ordinal, string api, SendResult result, CancellationToken cancellationToken) =>
        inbox.EndSendAsync(
            claim,
            ordinal,
            new SendRecord(api, time.GetUtcNow() - result.Duration, result.Outcome, result.ErrCode, result.ErrMsg, result.Duration)
            {
                MsgId = result.MsgId,
            },
            cancellationToken);

    private static SendResult? Read(SendSlot slot) => slot.State switch
    {
        SendSlotState.Fresh => null,
        SendSlotState.Lost => throw new PushLostException(),
        _ => ToResult(slot.Earlier!),
    };

    private static SendResult ToResult(SendRecord earlier) => new()
    {
        Outcome = earlier.Outcome,
        Class = earlier.Outcome switch
        {
            SendOutcome.Sent => ErrorClass.Sent,
            SendOutcome.Uncertain => ErrorClass.Uncertain,
            _ => ErrorClass.User,
        },
        ErrCode = earlier.ErrCode,
        ErrMsg = earlier.ErrMsg,
        Duration = earlier.Duration,
        MsgId = earlier.MsgId,
    };
}
