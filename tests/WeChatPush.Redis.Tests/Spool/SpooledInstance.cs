using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Inbox;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>The inbox of one instance, as the host puts it together: its connection, its spool on disk and the drain.</summary>
internal sealed class SpooledInstance : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly RedisConnection _redis;
    private readonly SpoolDrain _drain;
    private readonly SupervisedService<SpoolDrain> _service;

    public SpooledInstance(string path, string redis, WeChatPushOptions settings)
    {
        var (options, time) = (new FixedOptions<WeChatPushOptions>(settings), TimeProvider.System);
        _store = new SqliteStore(path, NullLogger<SqliteStore>.Instance);
        _redis = RedisConnection.To(redis, time, NullLogger<RedisConnection>.Instance);
        Spool = new PushSpool(_store, 1_000_000, () => settings.Receiving.MaxSpoolBytes);
        var watch = new SharedStoreWatch(time);
        var shared = new RedisInbox(_redis, Catalogs.From(settings), options, time, NullLogger<RedisInbox>.Instance);
        Inbox = new SpoolingInbox(shared, Spool, watch, options, time);
        _drain = new SpoolDrain(
            shared,
            Spool,
            watch,
            new OutageLog(watch, options, time, NullLogger<OutageLog>.Instance),
            new RedisProbe(new RedisMarker(_redis, time, NullLogger<RedisMarker>.Instance), _redis, options),
            time,
            NullLogger<SpoolDrain>.Instance);
        _service = new SupervisedService<SpoolDrain>(_drain, new BackgroundFailures(time), time, NullLogger<SpoolDrain>.Instance);
    }

    public PushSpool Spool { get; }

    public SpoolingInbox Inbox { get; }

    public Task StartAsync() => _service.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None);
        _service.Dispose();
        _drain.Dispose();
        // A server that hangs holds up the end of a connection for seconds; a process that ends does not wait for it.
        _ = _redis.DisposeAsync().AsTask();
        await _store.DisposeAsync();
    }
}
