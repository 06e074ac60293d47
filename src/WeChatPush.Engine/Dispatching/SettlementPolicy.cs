using WeChatPush.Handling;
using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>What becomes of a push after its handling.</summary>
internal static class SettlementPolicy
{
    /// <summary>The settlement that follows from a result.</summary>
    /// <param name="result">How the handling ended.</param>
    /// <param name="push">The push, at the attempt that ended.</param>
    /// <param name="settings">How often and when it is tried again.</param>
    /// <param name="now">The time now.</param>
    public static Settlement Decide(HandlingResult result, ClaimedPush push, DispatchingOptions settings, DateTimeOffset now)
    {
        return result switch
        {
            HandlingResult.Done done => new Settlement.Done(done.Detail, Reply(push, done.Reply)),
            HandlingResult.PermanentFailure permanent => new Settlement.DeadLetter(permanent.Reason, Reply(push, permanent.Reply)),

            // WeChat's next try runs it again; a retry from here would have no request to answer.
            HandlingResult.Failed failed when push.AwaitsReply => DeadLetter(failed.Reason),
            HandlingResult.TimedOut late when push.AwaitsReply => DeadLetter(late.Reason),
            HandlingResult.Busy busy when push.AwaitsReply => DeadLetter(busy.Reason),
            HandlingResult.Stopped stopped when push.AwaitsReply => DeadLetter(stopped.Reason),
            HandlingResult.Failed failed => Again(failed.Reason),
            HandlingResult.TimedOut late => Again(late.Reason),
            HandlingResult.Busy busy =>
                new Settlement.Retry(now + RetryDelay.WhileBusy(push.Fence, busy.Until - now, settings, Random.Shared), busy.Reason, Counts: false),
            HandlingResult.Stopped stopped =>
                new Settlement.Defer(now + RetryDelay.WhileStopped(stopped.Until - now, settings, Random.Shared), stopped.Reason),
            _ => throw new InvalidOperationException($"A handling result without a settlement: {result}."),
        };

        Settlement Again(string reason) => push.Attempt >= settings.MaxAttempts
            ? DeadLetter($"{reason} (attempt {push.Attempt} of {settings.MaxAttempts})")
            : new Settlement.Retry(now + RetryDelay.After(push.Attempt, settings, Random.Shared), reason, Counts: true);
    }

    /// <summary>The word for it in metrics and traces.</summary>
    public static string OutcomeOf(Settlement settlement) => settlement switch
    {
        Settlement.Done => "done",
        Settlement.Retry { Counts: true } => "failed",
        Settlement.Retry => "busy",
        Settlement.Defer => "postponed",
        Settlement.DeadLetter => "dead",
        _ => "released",
    };

    private static Settlement.DeadLetter DeadLetter(string reason) => new(reason);

    private static StoredReply? Reply(ClaimedPush push, byte[]? content) =>
        push.AwaitsReply && content is not null ? new StoredReply(content) : null;
}
