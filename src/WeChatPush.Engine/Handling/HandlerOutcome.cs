using WeChatPush.Protocol;

namespace WeChatPush.Handling;

/// <summary>What a handler came to.</summary>
/// <param name="Reply">The content of the answer to WeChat, where the handler has one.</param>
/// <param name="Detail">What the timeline shows of it beside its sends.</param>
/// <param name="Failure">How it failed, where the handler knows more than an exception shows.</param>
internal readonly record struct HandlerOutcome(ReplyContent? Reply = null, string? Detail = null, HandlingResult? Failure = null)
{
    /// <summary>Done, without a detail.</summary>
    public static HandlerOutcome Done => default;

    public static implicit operator HandlerOutcome(ReplyContent reply) => new(reply);
}
