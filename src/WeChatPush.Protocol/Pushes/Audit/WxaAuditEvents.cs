namespace WeChatPush.Protocol.Audit;

/// <summary>The new name was examined (page 名称审核结果事件推送).</summary>
public sealed record WxaNicknameAudit : TypedPush, ITypedPush<WxaNicknameAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaNicknameAudit()
    {
    }

    private WxaNicknameAudit(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Result = fields.Int32("ret");
        Nickname = fields.Text("nickname");
        Reason = fields.Text("reason");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_nickname_audit");

    /// <summary>2: refused; 3: approved.</summary>
    public int Result { get; init; }

    /// <summary>The name.</summary>
    public string Nickname { get; init; } = "";

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public static WxaNicknameAudit Read(PushMessage message) => new(message);
}

/// <summary>A new category was examined (page 类目审核结果推送).</summary>
public sealed record WxaCategoryAudit : TypedPush, ITypedPush<WxaCategoryAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaCategoryAudit()
    {
    }

    private WxaCategoryAudit(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Result = fields.Int32("ret");
        First = fields.Int32("first");
        Second = fields.Int32("second");
        Reason = fields.Text("reason");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_category_audit");

    /// <summary>2: refused; 3: approved.</summary>
    public int Result { get; init; }

    /// <summary>The number of the category.</summary>
    public int First { get; init; }

    /// <summary>The number of the one below it.</summary>
    public int Second { get; init; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public static WxaCategoryAudit Read(PushMessage message) => new(message);
}

/// <summary>The use of an interface that touches privacy was examined (page 隐私接口审核结果推送).</summary>
public sealed record WxaPrivacyApply : TypedPush, ITypedPush<WxaPrivacyApply>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaPrivacyApply()
    {
    }

    private WxaPrivacyApply(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("result_info");
        ApiName = fields.Text("api_name");
        ApplyTime = fields.Int64("apply_time");
        AuditId = fields.Text("audit_id");
        AuditTime = fields.Int64("audit_time");
        Reason = fields.Text("reason");
        Status = fields.Int32("status");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_privacy_apply");

    /// <summary>The interface, as <c>wx.choosePoi</c>.</summary>
    public string ApiName { get; init; } = "";

    /// <summary>When it was asked for, in Unix seconds.</summary>
    public long ApplyTime { get; init; }

    /// <summary>The examination.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>When it was decided, in Unix seconds.</summary>
    public long AuditTime { get; init; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <summary>2: refused; 3: approved.</summary>
    public int Status { get; init; }

    /// <inheritdoc/>
    public static WxaPrivacyApply Read(PushMessage message) => new(message);
}
