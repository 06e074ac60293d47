using WeChatPush.Credits.Redis;
using WeChatPush.Storage.Redis;

namespace WeChatPush.Campaigns.Redis;

/// <summary>
/// The steps of campaigns on Redis, each with the ledger's before its own, because a recipient and his credit come to
/// one end. <c>common.lua</c> says how the data lies.
/// </summary>
internal static class RedisCampaignScripts
{
    public static readonly RedisScript Create = Load("create");
    public static readonly RedisScript AddRecipients = Load("add_recipients");
    public static readonly RedisScript Publish = Load("publish");
    public static readonly RedisScript Discard = Load("discard");
    public static readonly RedisScript Move = Load("move");
    public static readonly RedisScript StartDue = Load("start_due");
    public static readonly RedisScript Running = Load("running");
    public static readonly RedisScript ExpandAudience = Load("expand_audience", RedisCreditScripts.Walk);
    public static readonly RedisScript Claim = Load("claim");
    public static readonly RedisScript AbortClaim = Load("abort_claim");
    public static readonly RedisScript GiveSlots = Load("slots");
    public static readonly RedisScript Begin = Load("begin");
    public static readonly RedisScript Settle = Load("settle");
    public static readonly RedisScript Release = Load("release");
    public static readonly RedisScript Renew = Load("renew");
    public static readonly RedisScript Recover = Load("recover");
    public static readonly RedisScript Find = Load("find");
    public static readonly RedisScript List = Load("list");
    public static readonly RedisScript Recipients = Load("recipients");
    public static readonly RedisScript GiveUp = Load("sweep");

    private static RedisScript Load(string name, params string[] before) =>
        RedisScript.From([.. RedisCreditScripts.Steps, .. before, Path("common"), Path(name)]);

    private static string Path(string name) => $"Campaigns/Redis/Scripts/{name}.lua";
}
