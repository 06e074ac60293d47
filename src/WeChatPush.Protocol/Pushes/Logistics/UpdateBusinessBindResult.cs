namespace WeChatPush.Protocol.Logistics;

/// <summary>A delivery company decided about the binding of your account (page 绑定商户审核结果更新事件).</summary>
public sealed record UpdateBusinessBindResult : TypedPush, ITypedPush<UpdateBusinessBindResult>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UpdateBusinessBindResult()
    {
    }

    private UpdateBusinessBindResult(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ErrCode = fields.Int32("errcode");
        ErrMsg = fields.Text("errmsg");
        DeliveryId = fields.Text("delivery_id");
        BizId = fields.Text("biz_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("update_business_bind_result");

    /// <summary>0: bound.</summary>
    public int ErrCode { get; init; }

    /// <summary>Why not, in words.</summary>
    public string ErrMsg { get; init; } = "";

    /// <summary>The delivery company.</summary>
    public string DeliveryId { get; init; } = "";

    /// <summary>Your account there.</summary>
    public string BizId { get; init; } = "";

    /// <inheritdoc/>
    public static UpdateBusinessBindResult Read(PushMessage message) => new(message);
}
