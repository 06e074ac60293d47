namespace WeChatPush.Protocol.Shop;

/// <summary>The buyer made a request.</summary>
public sealed record AftersaleNewOrder : AftersalePush, ITypedPush<AftersaleNewOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleNewOrder()
    {
    }

    private AftersaleNewOrder(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OrderId = fields.Text("aftersale_info.order_id");
        OutOrderId = fields.Text("aftersale_info.out_order_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_new_order");

    /// <summary>WeChat's number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string OutOrderId { get; init; } = "";

    /// <inheritdoc/>
    public static AftersaleNewOrder Read(PushMessage message) => new(message);
}

/// <summary>The buyer changed the request.</summary>
public sealed record AftersaleUpdateOrder : AftersalePush, ITypedPush<AftersaleUpdateOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUpdateOrder()
    {
    }

    private AftersaleUpdateOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_update_order");

    /// <inheritdoc/>
    public static AftersaleUpdateOrder Read(PushMessage message) => new(message);
}

/// <summary>The buyer took the request back.</summary>
public sealed record AftersaleUserCancel : AftersalePush, ITypedPush<AftersaleUserCancel>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUserCancel()
    {
    }

    private AftersaleUserCancel(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_user_cancel");

    /// <inheritdoc/>
    public static AftersaleUserCancel Read(PushMessage message) => new(message);
}

/// <summary>The money is back.</summary>
public sealed record AftersaleRefundSuccess : AftersalePush, ITypedPush<AftersaleRefundSuccess>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleRefundSuccess()
    {
    }

    private AftersaleRefundSuccess(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_refund_success");

    /// <inheritdoc/>
    public static AftersaleRefundSuccess Read(PushMessage message) => new(message);
}

/// <summary>The buyer sent the goods: say when they are back.</summary>
public sealed record AftersaleWaitMerchantConfirmReceipt
    : AftersalePush, ITypedPush<AftersaleWaitMerchantConfirmReceipt>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleWaitMerchantConfirmReceipt()
    {
    }

    private AftersaleWaitMerchantConfirmReceipt(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_wait_merchant_confirm_receipt");

    /// <inheritdoc/>
    public static AftersaleWaitMerchantConfirmReceipt Read(PushMessage message) => new(message);
}

/// <summary>The money has to be sent back by other means.</summary>
public sealed record AftersaleWaitMerchantOfflineRefund
    : AftersalePush, ITypedPush<AftersaleWaitMerchantOfflineRefund>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleWaitMerchantOfflineRefund()
    {
    }

    private AftersaleWaitMerchantOfflineRefund(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_wait_merchant_offline_refund");

    /// <inheritdoc/>
    public static AftersaleWaitMerchantOfflineRefund Read(PushMessage message) => new(message);
}

/// <summary>The buyer corrected the waybill of the return.</summary>
public sealed record AftersaleUserModifyReturnInfo : AftersalePush, ITypedPush<AftersaleUserModifyReturnInfo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUserModifyReturnInfo()
    {
    }

    private AftersaleUserModifyReturnInfo(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_user_modify_return_info");

    /// <inheritdoc/>
    public static AftersaleUserModifyReturnInfo Read(PushMessage message) => new(message);
}
