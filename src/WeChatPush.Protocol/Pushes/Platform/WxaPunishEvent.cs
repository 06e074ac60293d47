using System.Text.Json;

namespace WeChatPush.Protocol.Platform;

/// <summary>
/// The mini program broke a rule and is warned, limited or stopped (page 小程序违规处罚信息通知). A ban of sending
/// customer-service messages comes this way too.
/// </summary>
public sealed record WxaPunishEvent : TypedPush, ITypedPush<WxaPunishEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaPunishEvent()
    {
    }

    private WxaPunishEvent(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        PunishId = fields.Text("punish_id");
        AppId = fields.Text("appid");
        PunishTime = fields.Int64("punish_time");
        IllegalReason = fields.Text("illegal_reason");
        IllegalContent = fields.Texts("illegal_content");
        DetailJson = fields.Text("detail");
        RuleUrl = fields.Text("rule_url");
        RuleName = fields.Text("rule_name");
        AdjustGuideUrl = fields.Text("adjust_guide_url");
        EventType = fields.Int32("event_type");
        Detail = fields.Embedded("detail", WxaPunishDetail.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_punish_event");

    /// <summary>The punishment.</summary>
    public string PunishId { get; init; } = "";

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long PunishTime { get; init; }

    /// <summary>What is wrong, in words.</summary>
    public string IllegalReason { get; init; } = "";

    /// <summary>What was found. Text in WeChat's table, an array in its sample; both are read.</summary>
    public IReadOnlyList<string> IllegalContent { get; init; } = [];

    /// <summary>The details, JSON as text. <see cref="Detail"/> is the same, read.</summary>
    public string DetailJson { get; init; } = "";

    /// <summary>The rule.</summary>
    public string RuleUrl { get; init; } = "";

    /// <summary>Its name.</summary>
    public string RuleName { get; init; } = "";

    /// <summary>How to set it right.</summary>
    public string AdjustGuideUrl { get; init; } = "";

    /// <summary>
    /// 1: a warning; 2: functions are banned; 3: the mini program is suspended; 4: the account is banned; 10: a page
    /// is banned, which is 5 in WeChat's table.
    /// </summary>
    public int EventType { get; init; }

    /// <summary>The details; null if <see cref="DetailJson"/> is no JSON.</summary>
    public WxaPunishDetail? Detail { get; init; }

    /// <inheritdoc/>
    public static WxaPunishEvent Read(PushMessage message) => new(message);
}

/// <summary>The details of a punishment. Which there are depends on its kind.</summary>
public sealed record WxaPunishDetail
{
    /// <summary>The kind of warning.</summary>
    public int WarnedType { get; init; }

    /// <summary>When it has to be set right, in Unix seconds.</summary>
    public long? RectifyDeadline { get; init; }

    /// <summary>The functions that may be banned next.</summary>
    public IReadOnlyList<string> WarnedFunctionNames { get; init; } = [];

    /// <summary>The days a ban would last, for each function.</summary>
    public IReadOnlyList<int> WarnedBanDays { get; init; } = [];

    /// <summary>The days the ban lasts, for each function, or for the account.</summary>
    public IReadOnlyList<int> BannedDays { get; init; } = [];

    /// <summary>The functions that are banned, by their Chinese names, as 客服消息接口.</summary>
    public IReadOnlyList<string> BannedFunctionNames { get; init; } = [];

    /// <summary>The days the mini program is suspended.</summary>
    public int? SuspendedDays { get; init; }

    /// <summary>The page that is banned.</summary>
    public string Path { get; init; } = "";

    internal static WxaPunishDetail Read(JsonElement fields) => new()
    {
        WarnedType = fields.Int32("warned_type"),
        RectifyDeadline = fields.OptionalInt64("rectify_deadline"),
        WarnedFunctionNames = fields.Texts("warned_function_names"),
        WarnedBanDays = fields.Int32s("warned_ban_days"),
        BannedDays = fields.Int32s("banned_days"),
        BannedFunctionNames = fields.Texts("banned_function_names"),
        SuspendedDays = fields.OptionalInt32("suspended_days"),
        Path = fields.Text("path"),
    };
}
