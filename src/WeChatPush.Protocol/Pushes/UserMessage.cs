namespace WeChatPush.Protocol;

/// <summary>What a user sent in the customer-service session (page 接收消息和事件).</summary>
public abstract record UserMessage : TypedPush
{
    private protected UserMessage()
    {
    }

    private protected UserMessage(PushMessage message)
        : base(message)
    {
        MsgId = message.MsgId ?? "";
        BusinessId = message["BusinessId"] is null ? null : message.Json.Int32("BusinessId");
    }

    /// <summary>The message's id: 64 bits as text, or longer when a cloud function relayed it.</summary>
    public string MsgId { get; init; } = "";

    /// <summary>The sub-merchant of the session, where there are any (page 客服消息使用指南).</summary>
    public int? BusinessId { get; init; }
}
