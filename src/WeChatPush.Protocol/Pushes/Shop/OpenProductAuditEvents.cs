namespace WeChatPush.Protocol.Shop;

/// <summary>A category or a brand was examined for the shop component (page 自定义交易组件: 类目审核回调, 品牌审核回调).</summary>
public abstract record OpenProductQualificationPush : TypedPush
{
    private protected OpenProductQualificationPush()
    {
    }

    private protected OpenProductQualificationPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("QualificationAuditResult");
        AuditId = fields.Text("audit_id");
        Status = fields.Int32("status");
        AuditType = fields.Int32("audit_type");
        RejectReason = fields.Text("reject_reason");
    }

    /// <summary>The examination.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>1: approved; 9: refused.</summary>
    public int Status { get; init; }

    /// <summary>1: a brand; 2: a category.</summary>
    public int AuditType { get; init; }

    /// <summary>Why it was refused.</summary>
    public string RejectReason { get; init; } = "";
}

/// <summary>A category was examined.</summary>
public sealed record OpenProductCategoryAudit : OpenProductQualificationPush, ITypedPush<OpenProductCategoryAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductCategoryAudit()
    {
    }

    private OpenProductCategoryAudit(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_category_audit");

    /// <inheritdoc/>
    public static OpenProductCategoryAudit Read(PushMessage message) => new(message);
}

/// <summary>A brand was examined.</summary>
public sealed record OpenProductBrandAudit : OpenProductQualificationPush, ITypedPush<OpenProductBrandAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductBrandAudit()
    {
    }

    private OpenProductBrandAudit(PushMessage message)
        : base(message)
    {
        BrandId = message.Json.Text("QualificationAuditResult.brand_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_brand_audit");

    /// <summary>The brand.</summary>
    public string BrandId { get; init; } = "";

    /// <inheritdoc/>
    public static OpenProductBrandAudit Read(PushMessage message) => new(message);
}

/// <summary>The shop component was applied for (page 自定义交易组件: 接入回调).</summary>
public sealed record OpenProductAccountRegister : TypedPush, ITypedPush<OpenProductAccountRegister>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductAccountRegister()
    {
    }

    private OpenProductAccountRegister(PushMessage message)
        : base(message)
    {
        Status = message.Json.Int32("OpenProductAccountRegister.status");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_account_register");

    /// <summary>Where it stands, as the component numbers it.</summary>
    public int Status { get; init; }

    /// <inheritdoc/>
    public static OpenProductAccountRegister Read(PushMessage message) => new(message);
}
