using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;

namespace WeChatPush.Redis.Campaigns;

/// <summary>
/// The steps of campaigns on Redis, each with the ledger's before its own, because a recipient and its credit come to one
/// end. <c>common.lua</c> describes the data.
/// </summary>
internal static class RedisCampaignScripts
{
    public static readonly RedisScript Create = Load("create");
    public static readonly RedisScript AddRecipients = Load("Recipients/add_recipients");
    public static readonly RedisScript Publish = Load("publish");
    public static readonly RedisScript FindMade = Load("find_made");
    public static readonly RedisScript Discard = Load("discard");
    public static readonly RedisScript Move = Load("move");
    public static readonly RedisScript ChangeRate = Load("change_rate");
    public static readonly RedisScript StartDue = Load("start_due");
    public static readonly RedisScript Running = Load("running");
    public static readonly RedisScript ExpandAudience = Load("Recipients/expand_audience", RedisCreditScripts.Walk);
    public static readonly RedisScript Claim = Load("Recipients/claim");
    public static readonly RedisScript AbortClaim = Load("Recipients/abort_claim");
    public static readonly RedisScript GiveSlots = Load("Recipients/slots");
    public static readonly RedisScript Begin = Load("Recipients/begin");
    public static readonly RedisScript Withdraw = Load("Recipients/withdraw");
    public static readonly RedisScript Settle = Load("Recipients/settle");
    public static readonly RedisScript Release = Load("Recipients/release");
    public static readonly RedisScript Renew = Load("Recipients/renew");
    public static readonly RedisScript Recover = Load("Recipients/recover");
    public static readonly RedisScript Find = Load("find");
    public static readonly RedisScript List = Load("list");
    public static readonly RedisScript Recipients = Load("Recipients/recipients");
    public static readonly RedisScript GiveUp = Load("sweep");

    public static readonly RedisScript ForgetEnded = Load("forget_ended");
    public static readonly RedisScript Ids = Load("ids");
    public static readonly RedisScript EraseUser = Load("Recipients/erase_user");

    // The states and outcomes as they are kept; the schedule in microseconds.
    private static string Constants =>
        ScriptConstants.Locals<CampaignState>(asText: true)
        + ScriptConstants.Table<RecipientOutcome>("OUTCOME")
        + ScriptConstants.Number("MAX_BACKLOG", SlotSchedule.MaxBacklog.TotalMicroseconds)
        + ScriptConstants.Number("MAX_AHEAD", SlotSchedule.MaxAhead.TotalMicroseconds)
        + ScriptConstants.Number("MAX_SLOTS_AHEAD", SlotSchedule.MaxSlotsAhead)
        + ScriptConstants.Number("BACKLOG_TOLERANCE", SlotSchedule.BacklogTolerance.TotalMicroseconds)
        + ScriptConstants.Number("CATCH_UP_FACTOR", SlotSchedule.CatchUpFactor);

    private static RedisScript Load(string name, params string[] before) =>
        RedisScript.From(Constants, [.. RedisCreditScripts.Steps, .. before, Path("common"), Path("visible"), Path(name)]);

    private static string Path(string name) => $"Scripts/Campaigns/{name}.lua";
}
