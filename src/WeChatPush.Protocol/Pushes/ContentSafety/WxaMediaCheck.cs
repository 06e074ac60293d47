using System.Text.Json;

namespace WeChatPush.Protocol.ContentSafety;

/// <summary>
/// What a check of a picture or a recording found, within 30 minutes of asking for it (page 多媒体内容安全识别). Version 1
/// ended in 2021 and is still seen.
/// </summary>
public sealed record WxaMediaCheck : TypedPush, ITypedPush<WxaMediaCheck>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaMediaCheck()
    {
    }

    private WxaMediaCheck(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("appid");
        TraceId = fields.Text("trace_id");
        Version = fields.Int32("version");
        Detail = fields.List("detail", WxaMediaCheckDetail.Read);
        ErrCode = fields.Int32("errcode");
        ErrMsg = fields.Text("errmsg");
        Result = fields.Object("result", WxaMediaCheckResult.Read);
        IsRisky = fields.Int32("isrisky");
        ExtraInfoJson = fields.Text("extra_info_json");
        StatusCode = fields.Int64("status_code");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_media_check");

    /// <summary>The mini program that asked.</summary>
    public string AppId { get; init; } = "";

    /// <summary>What the asking call answered; it distinguishes two results of one second.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>2; 0 stands for version 1, which does not say.</summary>
    public int Version { get; init; }

    /// <summary>What each strategy found.</summary>
    public IReadOnlyList<WxaMediaCheckDetail> Detail { get; init; } = [];

    /// <summary>Anything but 0 makes the result void; -1008: the file could not be fetched.</summary>
    public int ErrCode { get; init; }

    /// <summary>The same in words.</summary>
    public string ErrMsg { get; init; } = "";

    /// <summary>The verdict over all strategies; null in version 1.</summary>
    public WxaMediaCheckResult? Result { get; init; }

    /// <summary>Version 1 only. 0: nothing found; 1: risky.</summary>
    public int IsRisky { get; init; }

    /// <summary>Version 1 only: details, JSON as text.</summary>
    public string ExtraInfoJson { get; init; } = "";

    /// <summary>Version 1 only. 0: checked; 4294966288: the file could not be fetched.</summary>
    public long StatusCode { get; init; }

    /// <inheritdoc/>
    public static WxaMediaCheck Read(PushMessage message) => new(message);
}

/// <summary>The verdict of a check.</summary>
/// <param name="Suggest"><c>pass</c>, <c>risky</c> or <c>review</c>, for a human to look at.</param>
/// <param name="Label">100: harmless; 20001: politics; 20002: pornography; 20006: crime; 21000: other.</param>
public sealed record WxaMediaCheckResult(string Suggest, int Label)
{
    internal static WxaMediaCheckResult Read(JsonElement fields) =>
        new(fields.Text("suggest"), fields.Int32("label"));
}

/// <summary>What one strategy of a check found.</summary>
/// <param name="Strategy">Which one, as <c>content_model</c> or <c>keyword</c>.</param>
/// <param name="ErrCode">Anything but 0 makes this finding void.</param>
/// <param name="Suggest"><c>pass</c>, <c>risky</c> or <c>review</c>.</param>
/// <param name="Label">As in <see cref="WxaMediaCheckResult"/>.</param>
/// <param name="Prob">How sure a model is, 0 to 100.</param>
/// <param name="Level">How grave a keyword is; not every strategy has one.</param>
/// <param name="Keyword">The word that was found; not every strategy has one.</param>
public sealed record WxaMediaCheckDetail(
    string Strategy,
    int ErrCode,
    string Suggest,
    int Label,
    int Prob,
    int Level,
    string Keyword)
{
    internal static WxaMediaCheckDetail Read(JsonElement fields) => new(
        fields.Text("strategy"),
        fields.Int32("errcode"),
        fields.Text("suggest"),
        fields.Int32("label"),
        fields.Int32("prob"),
        fields.Int32("level"),
        fields.Text("keyword"));
}
