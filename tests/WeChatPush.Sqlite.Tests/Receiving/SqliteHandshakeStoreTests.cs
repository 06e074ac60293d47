using System.Text;
using WeChatPush.Receiving;
using WeChatPush.Sqlite.Receiving;
using WeChatPush.StoreContracts.Receiving;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Receiving;

public sealed class SqliteHandshakeStoreTests : HandshakeContract
{
    private SqliteFile _file = null!;

    [Fact]
    public async Task Sweep_ForgetsWhatIsOver_AndATimeThatLiesAhead()
    {
        await AddAsync(Handshake("host"));
        await Store.AddAsync("other", [Handshake("host")], default);
        await _file.Store.WriteAsync(session => session.Execute("UPDATE handshake SET last_at = 99999999999999 WHERE app = 'other'"));
        var store = (SqliteHandshakeStore)Store;

        (await store.SweepAsync(100)).ShouldBe(1);
        Time.Advance(HandshakeHistory.Memory);
        (await store.SweepAsync(100)).ShouldBe(1);
        (await store.SweepAsync(100)).ShouldBe(0);
    }

    private protected override async Task SpoilAsync() => await _file.Store.WriteAsync(
        session => session.Execute("UPDATE handshake SET content = $1", Encoding.UTF8.GetBytes("[{\"host\":null}]")));

    private protected override async Task SweepAsync() => await ((SqliteHandshakeStore)Store).SweepAsync(100);

    private protected override Task<(IAsyncDisposable Surroundings, Func<IHandshakeStore> Open)> OpenAsync()
    {
        _file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<IHandshakeStore>)>((_file, () => new SqliteHandshakeStore(_file.Store, Time)));
    }
}
