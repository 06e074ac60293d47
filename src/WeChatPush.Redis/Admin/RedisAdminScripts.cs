using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Admin;

/// <summary>The steps of what is kept about those who administer.</summary>
internal static class RedisAdminScripts
{
    public static readonly RedisScript AppendAudit = Load("append_audit");
    public static readonly RedisScript ListAudit = Load("list_audit");
    public static readonly RedisScript SweepAudit = Load("sweep_audit");

    public static readonly RedisScript WriteKeyUses = RedisScript.From("", Path("write_key_uses"));
    public static readonly RedisScript ReadKeyUses = RedisScript.From("", Path("read_key_uses"));

    private static RedisScript Load(string name) => RedisScript.From("", Path("clock"), Path(name));

    private static string Path(string name) => $"Scripts/Admin/{name}.lua";
}
