namespace WeChatPush.Protocol;

/// <summary>
/// Passes the user's message to the human agents (page 转发消息到客服), the only passive reply of a mini program. Answers user
/// messages only; for an event the agents would see an empty item.
/// </summary>
public sealed record TransferToCustomerServiceReply : ReplyContent
{
    /// <inheritdoc/>
    public override byte[] Write(PushMessage push, long unixTime) =>
        PushReply.TransferToCustomerService(push, unixTime);
}
