using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Credits;

/// <summary>
/// The steps of the ledger on Redis. <c>common.lua</c> describes the data. A script that notes more in the same step (a
/// campaign: its recipient's outcome) puts <see cref="Steps"/> before its own.
/// </summary>
internal static class RedisCreditScripts
{
    /// <summary>What a script begins with that takes and settles credits as part of its own step.</summary>
    public static readonly string[] Steps = [Path("common"), Path("report_log"), Path("permits")];

    /// <summary>What follows in a script that walks through the users who can be reached.</summary>
    public static readonly string Walk = Path("walk");

    private static readonly string Reservations = Path("reservations");

    public static readonly RedisScript EarnForms = Load("earn_forms");
    public static readonly RedisScript EarnFromClient = Load("earn_from_client");
    public static readonly RedisScript Note = Load("note");
    public static readonly RedisScript Reserve = Load("reserve");
    public static readonly RedisScript Begin = Load("begin");
    public static readonly RedisScript Withdraw = Load("withdraw");
    public static readonly RedisScript Settle = Load("settle", Reservations);
    public static readonly RedisScript Renew = Load("renew");
    public static readonly RedisScript Recover = Load("recover", Reservations);
    public static readonly RedisScript Balance = Load("balance");
    public static readonly RedisScript Totals = Load("totals");
    public static readonly RedisScript Reachable = Load("reachable", Walk);
    public static readonly RedisScript ReachableForms = Load("reachable_forms", Walk);
    public static readonly RedisScript ForgetOld = Load("sweep");

    public static readonly RedisScript EraseUser = Load("erase_user");

    private static RedisScript Load(string name, params string[] before) =>
        RedisScript.From("", [.. Steps, .. before, Path(name)]);

    private static string Path(string name) => $"Scripts/Credits/{name}.lua";
}
