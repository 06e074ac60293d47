using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The rows of each command.</summary>
internal static class AcceptRows
{
    public static AcceptRow[] Crowd =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, whole work, no rule touches", ServerKind.Redis)
        {
            Handling = HandlingKind.NoRule, MaxProcessor = 2.5, MinPerSecond = 20_000, MaxRedisMicroseconds = 15,
        },
        new("SQLite, whole work, no rule touches", ServerKind.Sqlite) { Handling = HandlingKind.NoRule, MaxProcessor = 2.5, MinPerSecond = 20_000 },
        new("Redis, whole work, each answered", ServerKind.Redis) { Handling = HandlingKind.Answered },
        new("SQLite, whole work, each answered", ServerKind.Sqlite) { Handling = HandlingKind.Answered },
        new("Redis, accept, secure XML", ServerKind.Redis) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("Redis, accept, secure JSON", ServerKind.Redis, Format: PushFormat.Json) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("Redis, accept, plaintext XML", ServerKind.Redis, WireMode.Plaintext) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("SQLite, accept, secure XML", ServerKind.Sqlite) { MaxProcessor = 1.8, MinRate = 0.50, MaxP99 = 4 },
        new("SQLite, accept, secure JSON", ServerKind.Sqlite, Format: PushFormat.Json) { MaxProcessor = 1.8, MinRate = 0.50, MaxP99 = 4 },
        new("SQLite, accept, plaintext XML", ServerKind.Sqlite, WireMode.Plaintext) { MaxProcessor = 1.8, MinRate = 0.50, MaxP99 = 4 },
        new("bare GET", ServerKind.Bare) { IsVerification = true },
        new("GET verification", ServerKind.Sqlite) { IsVerification = true, MinRate = 0.90 },
    ];

    public static AcceptRow[] Others =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, whole work, no rule touches", ServerKind.Redis)
        {
            Handling = HandlingKind.NoRule, Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 3)],
        },
        new("SQLite, whole work, no rule touches", ServerKind.Sqlite)
        {
            Handling = HandlingKind.NoRule, Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 3)],
        },
        new("co-wechat, secure XML", ServerKind.CoWechat),
        new("Express, empty", ServerKind.Express),
        new("Redis, accept, secure XML", ServerKind.Redis) { Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 4)] },
        new("SQLite, accept, secure XML", ServerKind.Sqlite) { Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 4)] },
    ];

    public static AcceptRow[] One =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, secure XML", ServerKind.Redis) { MaxP50Microseconds = 300, MaxP99Microseconds = 600 },
        new("SQLite, secure XML", ServerKind.Sqlite),
    ];
}
