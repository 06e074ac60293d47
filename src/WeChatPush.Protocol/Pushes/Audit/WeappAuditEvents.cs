namespace WeChatPush.Protocol.Audit;

/// <summary>A version of the mini program was approved (page 代码审核结果推送).</summary>
public sealed record WeappAuditSuccess : TypedPush, ITypedPush<WeappAuditSuccess>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WeappAuditSuccess()
    {
    }

    private WeappAuditSuccess(PushMessage message)
        : base(message)
    {
        SuccessTime = message.Json.Int64("SuccTime");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("weapp_audit_success");

    /// <summary>When, in Unix seconds.</summary>
    public long SuccessTime { get; init; }

    /// <inheritdoc/>
    public static WeappAuditSuccess Read(PushMessage message) => new(message);
}

/// <summary>A version of the mini program was refused (page 代码审核结果推送).</summary>
public sealed record WeappAuditFail : TypedPush, ITypedPush<WeappAuditFail>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WeappAuditFail()
    {
    }

    private WeappAuditFail(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Reason = fields.Text("Reason");
        FailTime = fields.Int64("FailTime");
        Screenshots = fields.Text("ScreenShot");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("weapp_audit_fail");

    /// <summary>Why, with <c>&lt;br&gt;</c> between lines.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long FailTime { get; init; }

    /// <summary>Ids of pictures, with a vertical bar between two.</summary>
    public string Screenshots { get; init; } = "";

    /// <inheritdoc/>
    public static WeappAuditFail Read(PushMessage message) => new(message);
}

/// <summary>The version takes longer to examine (page 代码审核结果推送).</summary>
public sealed record WeappAuditDelay : TypedPush, ITypedPush<WeappAuditDelay>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WeappAuditDelay()
    {
    }

    private WeappAuditDelay(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Reason = fields.Text("Reason");
        DelayTime = fields.Int64("DelayTime");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("weapp_audit_delay");

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When that was decided, in Unix seconds.</summary>
    public long DelayTime { get; init; }

    /// <inheritdoc/>
    public static WeappAuditDelay Read(PushMessage message) => new(message);
}
