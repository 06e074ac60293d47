using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Sending;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;
using WeChatPush.StoreContracts.Apps;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Apps;

public sealed class SqliteAppErasureTests : AppErasureContract
{
    private protected override Task<ErasableStores> OpenAsync()
    {
        var file = new SqliteFile();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IOptionsMonitor<WeChatPushOptions>>(Options)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(file.Store)
            .AddApps()
            .AddSqliteStores()
            .AddSending()
            .BuildServiceProvider();
        var engine = services.GetRequiredService<IStoreEngine>();
        return Task.FromResult(new ErasableStores(
            engine, engine.AppData, services.GetRequiredService<IAppErasure>(), () => DumpAsync(file.Store), new Opened(services, file)));
    }

    private static async Task<IReadOnlyList<string>> DumpAsync(SqliteStore store) =>
        await store.ReadAsync(Dump, CancellationToken.None);

    private static List<string> Dump(SqliteSession session)
    {
        var tables = new List<string>();
        using (var names = session.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").ExecuteReader())
        {
            while (names.Read())
                tables.Add(names.GetString(0));
        }

        var lines = new List<string>();
        foreach (var table in tables)
        {
            using var rows = session.Prepare($"SELECT * FROM {table} ORDER BY 1, 2").ExecuteReader();
            while (rows.Read())
                lines.Add($"{table}: {string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(column => Text(rows.GetValue(column))))}");
        }

        return lines;
    }

    private static string Text(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private sealed class Opened(ServiceProvider services, SqliteFile file) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await file.DisposeAsync();
        }
    }
}
