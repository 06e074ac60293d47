using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>Several instances on one database, by the server's clock.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static int _counter;
    private readonly List<RedisConnection> _connections = [];
    private readonly RedisServer _server;

    public Fleet(RedisServer server, int instances, WeChatPushOptions? settings = null, int? database = null)
    {
        Database = database ?? SharedRedis.NextDatabase();
        _server = server;
        Settings = settings ?? new WeChatPushOptions();
        Settings.Apps.TryAdd("shop", new AppOptions());
        Settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(30); // a busy machine is no reason to fail
        for (var i = 0; i < instances; i++)
        {
            var connection = RedisConnection.To(
                $"{server.ConnectionString},defaultDatabase={Database}", TimeProvider.System, NullLogger<RedisConnection>.Instance);
            _connections.Add(connection);
            var inbox = new RedisInbox(
                connection, Catalogs.From(Settings), new FixedOptions<WeChatPushOptions>(Settings), TimeProvider.System, new FakeLogger<RedisInbox>(Log));
            Inboxes.Add(inbox);
            Histories.Add(new RedisPushHistory(inbox, TimeProvider.System));
        }
    }

    public int Database { get; }

    public WeChatPushOptions Settings { get; }

    public List<RedisInbox> Inboxes { get; } = [];

    public List<RedisPushHistory> Histories { get; } = [];

    public RedisProbe Probe =>
        new(
        new RedisMarker(_connections[0], TimeProvider.System, NullLogger<RedisMarker>.Instance),
        _connections[0],
        new FixedOptions<WeChatPushOptions>(Settings));

    /// <summary>What the instances said, louder than information.</summary>
    public FakeLogCollector Log { get; } = FakeLogCollector.Create(new()
    {
        FilteredLevels = { LogLevel.Warning, LogLevel.Error, LogLevel.Critical },
    });

    public static IncomingPush Push(string? user = "user", string? key = null, string app = "shop") => new()
    {
        Id = PushId.New(TimeProvider.System.GetUtcNow()),
        App = app,
        Key = PushKey.Read(System.Security.Cryptography.SHA256.HashData(
            Encoding.UTF8.GetBytes(key ?? $"fleet {Interlocked.Increment(ref _counter)}"))),
        Window = TimeSpan.FromHours(1),
        OpenId = user,
        MsgType = "text",
        Event = null,
        CreateTime = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        Body = Encoding.UTF8.GetBytes("<xml><Content>你好</Content></xml>"),
    };

    public Task<string> SayAsync(string command) => _server.SayAsync(Database, command);

    public async Task<AppendOutcome> AppendAsync(IncomingPush push, int instance = 0) =>
        await Inboxes[instance].AppendAsync(push, CancellationToken.None);

    public async Task<IReadOnlyList<ClaimedPush>> ClaimAsync(int max = 100, int instance = 0) =>
        (await Inboxes[instance].ClaimAsync(max, ClaimScope.All, CancellationToken.None)).Pushes;

    public async Task<bool> SettleAsync(ClaimedPush claim, Settlement? settlement = null, int instance = 0) =>
        await Inboxes[instance].SettleAsync(claim, settlement ?? new Settlement.Done(null), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }
}
