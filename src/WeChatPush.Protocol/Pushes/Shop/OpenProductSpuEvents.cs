namespace WeChatPush.Protocol.Shop;

/// <summary>Something about a product of the shop component (page 自定义交易组件: 商品审核回调).</summary>
public abstract record OpenProductSpuPush : TypedPush
{
    private protected OpenProductSpuPush()
    {
    }

    private protected OpenProductSpuPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("OpenProductSpuAudit");
        OutProductId = fields.Text("out_product_id");
        ProductId = fields.Text("product_id");
        Status = fields.Int32("status");
        RejectReason = fields.Text("reject_reason");
    }

    /// <summary>Your own number of the product.</summary>
    public string OutProductId { get; init; } = "";

    /// <summary>WeChat's number of it.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>The state it has now, as the component numbers it.</summary>
    public int Status { get; init; }

    /// <summary>Why it was refused or taken down.</summary>
    public string RejectReason { get; init; } = "";
}

/// <summary>A product was examined.</summary>
public sealed record OpenProductSpuAudit : OpenProductSpuPush, ITypedPush<OpenProductSpuAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductSpuAudit()
    {
    }

    private OpenProductSpuAudit(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_spu_audit");

    /// <inheritdoc/>
    public static OpenProductSpuAudit Read(PushMessage message) => new(message);
}

/// <summary>A product was put up or taken down.</summary>
public sealed record OpenProductSpuStatusUpdate : OpenProductSpuPush, ITypedPush<OpenProductSpuStatusUpdate>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductSpuStatusUpdate()
    {
    }

    private OpenProductSpuStatusUpdate(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_spu_status_update");

    /// <inheritdoc/>
    public static OpenProductSpuStatusUpdate Read(PushMessage message) => new(message);
}
