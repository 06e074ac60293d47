using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Connection;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = Private | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly string[] Kept = ["admin-key", "lock", "wechatpush.db", "wechatpush.db-shm", "wechatpush.db-wal"];

    private readonly TemporaryDirectory _root = new();

    private string Data => _root.File("data");

    [Fact]
    public void Lock_WhenHeld_IsRefusedAfterTheWait_AndTheErrorNamesDirectoryAndSetting()
    {
        var log = new FakeLogCollector();
        using var first = Take();

        var refusal = Should.Throw<StoreUnavailableException>(() => new DataDirectory(
            Data, TimeSpan.FromMilliseconds(200), new FakeLogger<DataDirectory>(log)));

        refusal.Message.ShouldContain(Data);
        refusal.Message.ShouldContain("WeChatPush:DataDirectory");
        var waits = log.GetSnapshot().ShouldHaveSingleItem();
        waits.Message.ShouldContain(Data);
        waits.Message.ShouldContain("WeChatPush:DataDirectory");
    }

    [Fact]
    public async Task Lock_WhenTheHolderEndsDuringTheWait_IsTaken()
    {
        var log = new FakeLogCollector();
        var first = Take();
        var second = Task.Run(() => new DataDirectory(Data, TimeSpan.FromSeconds(30), new FakeLogger<DataDirectory>(log)));
        await Eventually.TrueAsync(() => Task.FromResult(log.Count == 1), () => "the second does not wait");
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();

        using var taken = await second.WaitAsync(TimeSpan.FromSeconds(30));
        Should.Throw<StoreUnavailableException>(() => Take());
    }

    [Fact]
    public void Lock_WhenTheHolderHasEnded_IsTakenAtOnce()
    {
        Take().Dispose();
        Take().Dispose();
        File.Exists(Path.Combine(Data, "lock")).ShouldBeTrue();
    }

    [Fact]
    public async Task Rights_OfWhatIsMade_AreThoseOfTheAccountAlone()
    {
        using var directory = Take();
        await using var store = await StoreAsync(directory);

        File.GetUnixFileMode(Data).ShouldBe(PrivateDirectory);
        foreach (var name in Kept.Except(["admin-key"]))
            File.GetUnixFileMode(directory.File(name)).ShouldBe(Private, name);
    }

    [Fact]
    public async Task Rights_OfWhatWasThere_AreTightened()
    {
        Directory.CreateDirectory(Data, PrivateDirectory | Open | UnixFileMode.OtherExecute);
        using (var before = Take())
        await using (var store = await StoreAsync(before))
        {
            // As a process that was killed leaves it.
            foreach (var name in Kept.Where(name => name.StartsWith("wechatpush", StringComparison.Ordinal)))
                File.Copy(Path.Combine(Data, name), _root.File(name));
        }

        foreach (var name in Kept)
        {
            if (File.Exists(_root.File(name)))
                File.Copy(_root.File(name), Path.Combine(Data, name), overwrite: true);
            await using (File.Open(Path.Combine(Data, name), FileMode.OpenOrCreate))
            {
            }

            File.SetUnixFileMode(Path.Combine(Data, name), Open);
        }

        File.SetUnixFileMode(Data, PrivateDirectory | Open | UnixFileMode.OtherExecute);

        using var directory = Take();
        await using var again = await StoreAsync(directory);

        File.GetUnixFileMode(Data).ShouldBe(PrivateDirectory);
        foreach (var name in Kept)
            File.GetUnixFileMode(directory.File(name)).ShouldBe(Private, name);
    }

    [Fact]
    public void Rights_ThatCannotBeTightened_AreAWarning()
    {
        var log = new FakeLogCollector();
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, PrivateDirectory | Open | UnixFileMode.StickyBit);

        using var directory = new DataDirectory(Data, TimeSpan.Zero, new FakeLogger<DataDirectory>(log));

        var warning = log.GetSnapshot().ShouldHaveSingleItem();
        warning.Level.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Warning);
        warning.Message.ShouldContain(Data);
        warning.Message.ShouldContain("WeChatPush:DataDirectory");
    }

    public void Dispose() => _root.Dispose();

    private DataDirectory Take() => new(Data, TimeSpan.Zero, NullLogger<DataDirectory>.Instance);

    private static async Task<SqliteStore> StoreAsync(DataDirectory directory)
    {
        var store = new SqliteStore(directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        await store.WriteAsync(session => session.Execute("CREATE TABLE IF NOT EXISTS item (id INTEGER)"));
        return store;
    }
}
