using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>The steps of the inbox on Redis. <c>common.lua</c> describes the data.</summary>
internal static class RedisScripts
{
    public static readonly RedisScript Append = Load("seen", "append");
    public static readonly RedisScript RememberNonce = Load("seen", "remember_nonce");
    public static readonly RedisScript Index = Load("unreadable", "arrivals", "index");
    public static readonly RedisScript Claim = Load("unreadable", "arrivals", "claim");
    public static readonly RedisScript Renew = Load("renew");
    public static readonly RedisScript Settle = LoadShared("settlements", "settle");
    public static readonly RedisScript BeginSend = LoadShared("begin_send");
    public static readonly RedisScript EndSend = LoadShared("end_send");
    public static readonly RedisScript Reply = Load("seen", "reply");
    public static readonly RedisScript Sweep = Load("unreadable", "sweep");
    public static readonly RedisScript SetAside = Load("unreadable", "set_aside");
    public static readonly RedisScript EraseUser = Load("erase_user");
    public static readonly RedisScript SweepPayloads = Load("sweep_payloads");
    public static readonly RedisScript Replay = Load("requeue", "replay");
    public static readonly RedisScript Dead = Load("dead");
    public static readonly RedisScript ReadClock = Load("read_clock");
    public static readonly RedisScript ReadDead = Load("read_dead");
    public static readonly RedisScript FindProgress = Load("bulk", "find_progress");
    public static readonly RedisScript HoldBulk = Load("bulk", "hold_bulk");
    public static readonly RedisScript StopBulk = Load("bulk", "stop_bulk");
    public static readonly RedisScript ApplyBulk = Load("requeue", "bulk", "apply_bulk");
    public static readonly RedisScript Due = Load("due");
    public static readonly RedisScript List = Load("list");
    public static readonly RedisScript Find = Load("find");
    public static readonly RedisScript Count = Load("count");

    // The states as they are kept; the sizes of what goes before a push, and of a nonce; what goes without saying.
    private static string Constants =>
        ScriptConstants.Locals<PushState>() + ScriptConstants.Number("FACTS_SIZE", AppendCall.FactsSize)
        + ScriptConstants.Number("NONCE_SIZE", AppendCall.NonceSize) + ScriptConstants.Text("NO_HANDLER", Settlement.NoHandler);

    private static RedisScript Load(params IEnumerable<string> files) =>
        RedisScript.From(Constants, [.. files.Prepend("common").Select(Path)]);

    private static RedisScript LoadShared(params IEnumerable<string> files) =>
        RedisScript.Shared(Constants, [.. files.Prepend("common").Select(Path)]);

    private static string Path(string file) => $"Scripts/Inbox/{file}.lua";
}
