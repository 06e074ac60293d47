using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>Which server a row of the table is about.</summary>
internal enum ServerKind
{
    /// <summary>The endpoint that does nothing.</summary>
    Bare,

    /// <summary>The server on its embedded store.</summary>
    Sqlite,

    /// <summary>The server on Redis.</summary>
    Redis,

    /// <summary>The usual Koa application with co-wechat: verifies and decrypts, records nothing.</summary>
    CoWechat,

    /// <summary>Express with nothing in it.</summary>
    Express,
}

/// <summary>A row of the table, and the bars it has to reach; a ratio is to the bare row of the same method.</summary>
internal sealed record AcceptRow(string Name, ServerKind Server, WireMode Mode = WireMode.Secure, PushFormat Format = PushFormat.Xml)
{
    /// <summary>Not a push but the GET by which the console checks a URL.</summary>
    public bool IsVerification { get; init; }

    /// <summary>Everything until the push is handled, not only until it is answered.</summary>
    public bool IsWhole { get; init; }

    public double? MinRate { get; init; }

    public double? MaxProcessor { get; init; }

    public double? MaxP99 { get; init; }

    public double? MaxP50Microseconds { get; init; }

    public double? MaxP99Microseconds { get; init; }

    /// <summary>How many times as many pushes per second as others it has to take.</summary>
    public IReadOnlyList<(ServerKind Other, double Least)> Over { get; init; } = [];
}

/// <summary>The rows of each command.</summary>
internal static class AcceptRows
{
    public static AcceptRow[] Crowd =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, secure XML", ServerKind.Redis) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("Redis, secure JSON", ServerKind.Redis, Format: PushFormat.Json) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("Redis, plaintext XML", ServerKind.Redis, WireMode.Plaintext) { MaxProcessor = 1.5, MinRate = 0.55, MaxP99 = 4 },
        new("SQLite, secure XML", ServerKind.Sqlite) { MaxProcessor = 2, MinRate = 0.45, MaxP99 = 4 },
        new("SQLite, secure JSON", ServerKind.Sqlite, Format: PushFormat.Json) { MaxProcessor = 2, MinRate = 0.45, MaxP99 = 4 },
        new("SQLite, plaintext XML", ServerKind.Sqlite, WireMode.Plaintext) { MaxProcessor = 2, MinRate = 0.50, MaxP99 = 4 },
        new("bare GET", ServerKind.Bare) { IsVerification = true },
        new("GET verification", ServerKind.Sqlite) { IsVerification = true, MinRate = 0.90 },
        new("Redis, whole work", ServerKind.Redis) { IsWhole = true },
        new("SQLite, whole work", ServerKind.Sqlite) { IsWhole = true },
    ];

    public static AcceptRow[] Others =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, secure XML", ServerKind.Redis) { Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 4)] },
        new("SQLite, secure XML", ServerKind.Sqlite) { Over = [(ServerKind.CoWechat, 5), (ServerKind.Express, 4)] },
        new("co-wechat, secure XML", ServerKind.CoWechat),
        new("Express, empty", ServerKind.Express),
    ];

    public static AcceptRow[] One =>
    [
        new("bare", ServerKind.Bare),
        new("Redis, secure XML", ServerKind.Redis) { MaxP50Microseconds = 300, MaxP99Microseconds = 600 },
        new("SQLite, secure XML", ServerKind.Sqlite),
    ];
}
