namespace WeChatPush.Inbox;

/// <summary>How an attempt ended.</summary>
internal abstract record Settlement
{
    /// <summary>The detail of a push that nobody handles: so common that a store need not keep it for each.</summary>
    public const string NoHandler = "no handler";

    /// <summary>Handled; <paramref name="Detail"/> goes into the timeline, the reply to the request that waits for it.</summary>
    internal sealed record Done(string? Detail, StoredReply? Reply = null) : Settlement;

    /// <summary>To be tried again at a time; <paramref name="Counts"/>: the attempt counts towards the limit.</summary>
    internal sealed record Retry(DateTimeOffset At, string Reason, bool Counts) : Settlement;

    /// <summary>Put back until a time because sending is stopped; nothing was tried, so nothing counts.</summary>
    internal sealed record Defer(DateTimeOffset At, string Reason) : Settlement;

    /// <summary>
    /// Given up, with its reason: a dead letter. A reply says so to WeChat, which is no acknowledgement: the next try of
    /// WeChat's runs it again.
    /// </summary>
    internal sealed record DeadLetter(string Reason, StoredReply? Reply = null) : Settlement;

    /// <summary>Handed back untouched, as if it had not been claimed (shutdown).</summary>
    internal sealed record Release : Settlement;
}
