namespace WeChatPush.Protocol.Shop;

/// <summary>The buyer agreed that the money is back.</summary>
public sealed record AftersaleUserConfirmRefundCertificate
    : AftersalePush, ITypedPush<AftersaleUserConfirmRefundCertificate>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUserConfirmRefundCertificate()
    {
    }

    private AftersaleUserConfirmRefundCertificate(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_user_confirm_refund_certificate");

    /// <inheritdoc/>
    public static AftersaleUserConfirmRefundCertificate Read(PushMessage message) => new(message);
}

/// <summary>The merchant did not decide on the refund in time.</summary>
public sealed record AftersaleMerchantHandleRefundOverdue
    : AftersalePush, ITypedPush<AftersaleMerchantHandleRefundOverdue>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleMerchantHandleRefundOverdue()
    {
    }

    private AftersaleMerchantHandleRefundOverdue(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_merchant_handle_refund_overdue");

    /// <inheritdoc/>
    public static AftersaleMerchantHandleRefundOverdue Read(PushMessage message) => new(message);
}

/// <summary>The merchant did not decide on the return in time.</summary>
public sealed record AftersaleMerchantHandleReturnOverdue
    : AftersalePush, ITypedPush<AftersaleMerchantHandleReturnOverdue>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleMerchantHandleReturnOverdue()
    {
    }

    private AftersaleMerchantHandleReturnOverdue(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_merchant_handle_return_overdue");

    /// <inheritdoc/>
    public static AftersaleMerchantHandleReturnOverdue Read(PushMessage message) => new(message);
}

/// <summary>The merchant did not say in time that the goods are back.</summary>
public sealed record AftersaleMerchantConfirmReceiptOverdue
    : AftersalePush, ITypedPush<AftersaleMerchantConfirmReceiptOverdue>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleMerchantConfirmReceiptOverdue()
    {
    }

    private AftersaleMerchantConfirmReceiptOverdue(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_merchant_confirm_receipt_overdue");

    /// <inheritdoc/>
    public static AftersaleMerchantConfirmReceiptOverdue Read(PushMessage message) => new(message);
}

/// <summary>The buyer did not send the goods in time.</summary>
public sealed record AftersaleUserUploadReturnInfoOverdue
    : AftersalePush, ITypedPush<AftersaleUserUploadReturnInfoOverdue>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUserUploadReturnInfoOverdue()
    {
    }

    private AftersaleUserUploadReturnInfoOverdue(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_user_upload_return_info_overdue");

    /// <inheritdoc/>
    public static AftersaleUserUploadReturnInfoOverdue Read(PushMessage message) => new(message);
}

/// <summary>The buyer did not turn to WeChat in time.</summary>
public sealed record AftersaleUserApplyPlatformJudgeOverdue
    : AftersalePush, ITypedPush<AftersaleUserApplyPlatformJudgeOverdue>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleUserApplyPlatformJudgeOverdue()
    {
    }

    private AftersaleUserApplyPlatformJudgeOverdue(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_user_apply_platform_judge_overdue");

    /// <inheritdoc/>
    public static AftersaleUserApplyPlatformJudgeOverdue Read(PushMessage message) => new(message);
}

/// <summary>A dispute was decided, and the request with it.</summary>
public sealed record AftersaleComplaintUpdateOrderState
    : AftersalePush, ITypedPush<AftersaleComplaintUpdateOrderState>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AftersaleComplaintUpdateOrderState()
    {
    }

    private AftersaleComplaintUpdateOrderState(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("aftersale_complaint_update_order_state");

    /// <inheritdoc/>
    public static AftersaleComplaintUpdateOrderState Read(PushMessage message) => new(message);
}
