using WeChatPush.Admin;
using WeChatPush.Sqlite.Admin;
using WeChatPush.StoreContracts.Admin;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Admin;

public sealed class SqliteAuditLogTests : AuditLogContract
{
    private SqliteFile _file = null!;

    [Fact]
    public async Task List_WithAnEntryThatCannotBeRead_ShowsWhatCanBe_AndAllOthers()
    {
        await Log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "first" }, default);
        await Log.AppendAsync(new() { Actor = "root", Role = AdminRole.Admin, Action = "a", Object = "second" }, default);
        await _file.Store.WriteAsync(session => session.Execute("UPDATE audit SET at = 'x', role = 99 WHERE object = 'second'"));

        var page = await Log.ListAsync(new(), default);

        page.Items.Select(entry => entry.Object).ShouldBe(["second", "first"]);
        page.Items[0].Actor.ShouldBe("root");
    }

    private protected override Task<(IAsyncDisposable Surroundings, Func<IAuditStore> Open)> OpenAsync()
    {
        _file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<IAuditStore>)>((_file, () => new SqliteAuditLog(_file.Store, Time)));
    }
}

public sealed class SqliteAdminKeyUseTests : AdminKeyUseContract
{
    private protected override Task<(IAsyncDisposable Surroundings, Func<IAdminKeyUseStore> Open)> OpenAsync()
    {
        var file = new SqliteFile();
        return Task.FromResult<(IAsyncDisposable, Func<IAdminKeyUseStore>)>((file, () => new SqliteAdminKeyUses(file.Store)));
    }
}
