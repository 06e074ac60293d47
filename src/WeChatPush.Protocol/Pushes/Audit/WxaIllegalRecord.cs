namespace WeChatPush.Protocol.Audit;

/// <summary>A violation was put on record (page 小程序违规和申诉记录推送).</summary>
public sealed record WxaIllegalRecord : TypedPush, ITypedPush<WxaIllegalRecord>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaIllegalRecord()
    {
    }

    private WxaIllegalRecord(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        IllegalRecordId = fields.Text("illegal_record_id");
        AppId = fields.Text("appid");
        IllegalTime = fields.Int64("create_time");
        IllegalReason = fields.Text("illegal_reason");
        IllegalContent = fields.Text("illegal_content");
        RuleUrl = fields.Text("rule_url");
        RuleName = fields.Text("rule_name");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_illegal_record");

    /// <summary>The record.</summary>
    public string IllegalRecordId { get; init; } = "";

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long IllegalTime { get; init; }

    /// <summary>What is wrong.</summary>
    public string IllegalReason { get; init; } = "";

    /// <summary>What was found.</summary>
    public string IllegalContent { get; init; } = "";

    /// <summary>The rule.</summary>
    public string RuleUrl { get; init; } = "";

    /// <summary>Its name.</summary>
    public string RuleName { get; init; } = "";

    /// <inheritdoc/>
    public static WxaIllegalRecord Read(PushMessage message) => new(message);
}
