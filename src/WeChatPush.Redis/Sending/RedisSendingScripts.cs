using WeChatPush.Redis.Connection;
using WeChatPush.Sending;

namespace WeChatPush.Redis.Sending;

/// <summary>The steps of the sending stage on Redis. <c>common.lua</c> describes the data.</summary>
internal static class RedisSendingScripts
{
    public static readonly RedisScript BeginRefresh = LoadTimed("begin_refresh");
    public static readonly RedisScript EndRefresh = LoadTimed("end_refresh");
    public static readonly RedisScript ForceRefresh = LoadTimed("force_refresh");
    public static readonly RedisScript GrantWindow = LoadShared("grant_window");
    public static readonly RedisScript ReadWindow = LoadShared("read_window");
    public static readonly RedisScript ConsumeWindow = LoadShared("consume_window");
    public static readonly RedisScript EndWindow = LoadShared("end_window");
    public static readonly RedisScript AddSent = LoadShared("add_sent");
    public static readonly RedisScript EndConversation = Load("end_conversation");
    public static readonly RedisScript ReadConversations = Load("read_conversations");
    public static readonly RedisScript ReadSent = Load("read_sent");
    public static readonly RedisScript TakeTurn = LoadShared("take_turn");
    public static readonly RedisScript EndTurn = LoadShared("end_turn");

    public static readonly RedisScript BeginKey = LoadOfKeys("begin_key");
    public static readonly RedisScript RenewKey = LoadOfKeys("renew_key");
    public static readonly RedisScript EndKey = LoadOfKeys("end_key");

    public static readonly RedisScript EraseUser = Load("erase_user");

    private static RedisScript Load(string name) => RedisScript.From("", Path("common"), Path(name));

    private static RedisScript LoadShared(string name) => RedisScript.Shared("", Path("common"), Path(name));

    private static RedisScript LoadTimed(string name) => RedisScript.From("", Path("common"), Path("clock"), Path(name));

    private static RedisScript LoadOfKeys(string name) => RedisScript.From(
        ScriptConstants.Locals<SendKeyState>(), Path("common"), Path("clock"), Path(name));

    private static string Path(string name) => $"Scripts/Sending/{name}.lua";
}
