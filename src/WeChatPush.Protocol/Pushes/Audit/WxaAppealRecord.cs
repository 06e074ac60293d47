using System.Text.Json;

namespace WeChatPush.Protocol.Audit;

/// <summary>An appeal was made or decided (page 小程序违规和申诉记录推送).</summary>
public sealed record WxaAppealRecord : TypedPush, ITypedPush<WxaAppealRecord>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaAppealRecord()
    {
    }

    private WxaAppealRecord(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppealRecordId = fields.Text("appeal_record_id");
        AppId = fields.Text("appid");
        AppealTime = fields.Int64("appeal_time");
        AppealCount = fields.Int32("appeal_count");
        AppealFrom = fields.Int32("appeal_from");
        AppealStatus = fields.Int32("appeal_status");
        AuditTime = fields.OptionalInt64("audit_time");
        AuditReason = fields.Text("audit_reason");
        PunishDescription = fields.Text("punish_description");
        Materials = fields.List("material", WxaAppealMaterial.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_appeal_record");

    /// <summary>The appeal.</summary>
    public string AppealRecordId { get; init; } = "";

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>When it was made, in Unix seconds.</summary>
    public long AppealTime { get; init; }

    /// <summary>How many there have been.</summary>
    public int AppealCount { get; init; }

    /// <summary>0: by the owner; 1: by the service provider.</summary>
    public int AppealFrom { get; init; }

    /// <summary>1: being looked at; 2: granted; 3: refused; 4: taken back.</summary>
    public int AppealStatus { get; init; }

    /// <summary>When it was decided, in Unix seconds; null until then.</summary>
    public long? AuditTime { get; init; }

    /// <summary>Why, once decided.</summary>
    public string AuditReason { get; init; } = "";

    /// <summary>What the punishment was for.</summary>
    public string PunishDescription { get; init; } = "";

    /// <summary>What was objected to and what is brought forward; one or several.</summary>
    public IReadOnlyList<WxaAppealMaterial> Materials { get; init; } = [];

    /// <inheritdoc/>
    public static WxaAppealRecord Read(PushMessage message) => new(message);
}

/// <summary>What was objected to, and what is brought forward against it.</summary>
/// <param name="Content">What was objected to.</param>
/// <param name="ContentUrl">Where it is.</param>
/// <param name="Reason">What is brought forward.</param>
/// <param name="ProofMaterialIds">Files, to be fetched as temporary media.</param>
public sealed record WxaAppealMaterial(
    string Content,
    string ContentUrl,
    string Reason,
    IReadOnlyList<string> ProofMaterialIds)
{
    internal static WxaAppealMaterial Read(JsonElement fields) => new(
        fields.Text("illegal_material.content"),
        fields.Text("illegal_material.content_url"),
        fields.Text("appeal_material.reason"),
        fields.Texts("appeal_material.proof_material_id"));
}
