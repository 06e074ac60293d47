using WeChatPush.Stats;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Stats;

/// <summary>What was counted over time.</summary>
public abstract class StatStoreContract : IAsyncLifetime
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private IAsyncDisposable _surroundings = null!;

    internal IStatStore Store { get; private set; } = null!;

    private protected Func<IStatStore> Reopen { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (_surroundings, Reopen) = await OpenAsync();
        Store = Reopen();
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IStatStore> Open)> OpenAsync();

    [Fact]
    public async Task Read_OfAnAppThatHasNone_IsEmpty()
    {
        (await ReadAsync("shop", Noon, Noon.AddDays(20))).ShouldBeEmpty();
        (await Store.ReadRestartsAsync(Noon, Noon.AddDays(1), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_TakesThePlaceOfWhatTheSameRunWroteOfTheSlot_AndOfNothingElse()
    {
        await WriteAsync(Row("shop", 0, "a", 1), Row("shop", 5, "a", 2), Row("shop", 0, "b", 3), Row("cafe", 0, "a", 4));
        await WriteAsync(Row("shop", 0, "a", 9));
        await WriteAsync(Row("shop", 0, "a", 9));

        (await ReadAsync("shop", Noon, Noon.AddHours(1))).ShouldBe(["0 a 9", "0 b 3", "5 a 2"]);
        (await ReadAsync("cafe", Noon, Noon.AddHours(1))).ShouldBe(["0 a 4"]);
        Store = Reopen();
        (await ReadAsync("shop", Noon, Noon.AddHours(1))).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Read_HasTheBeginning_AndNotTheEnd_OverManyDays()
    {
        int[] days = [0, 1, 2, 3, 4, 7, 8];
        await WriteAsync([.. days.Select(day => Row("shop", day * 24 * 60, "a", day + 1))]);
        await WriteAsync(Row("shop", -5, "a", 99));

        (await ReadAsync("shop", Noon, Noon.AddDays(8))).ShouldBe(days.SkipLast(1).Select(day => $"{day * 24 * 60} a {day + 1}"));
        (await ReadAsync("shop", Noon.AddMinutes(1), Noon.AddMinutes(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restarts_AreListed_OldestFirst()
    {
        StatRestart[] restarts =
        [
            new(Noon, "host-a1", "1.0.0"), new(Noon, "host-b1", "1.0.0"), new(Noon.AddHours(1), "a host-a2", "1.1.0-rc.1"),
        ];
        foreach (var restart in restarts.Reverse())
            await Store.NoteRestartAsync(restart, default);
        await Store.NoteRestartAsync(restarts[0], default);

        (await Store.ReadRestartsAsync(Noon, Noon.AddDays(1), default)).ShouldBe(restarts);
        (await Store.ReadRestartsAsync(Noon.AddSeconds(1), Noon.AddDays(1), default)).ShouldBe(restarts[2..]);
        (await Store.ReadRestartsAsync(Noon, Noon.AddHours(1), default)).ShouldBe(restarts[..2]);
    }

    [Fact]
    public async Task Sweep_ForgetsWhatIsBefore_AndNothingElse()
    {
        await WriteAsync(Row("shop", 0, "a", 1), Row("shop", 5, "a", 2));
        await Store.NoteRestartAsync(new(Noon, "host-a", "1.0.0"), default);
        await Store.NoteRestartAsync(new(Noon.AddMinutes(5), "host-b", "1.0.0"), default);

        await Store.SweepAsync(Noon.AddMinutes(5), 100, default);

        (await ReadAsync("shop", Noon.AddMinutes(5), Noon.AddDays(1))).ShouldBe(["5 a 2"]);
        (await Store.ReadRestartsAsync(Noon, Noon.AddDays(1), default)).ShouldHaveSingleItem().Instance.ShouldBe("host-b");
    }

    private protected static StatRow Row(string app, int minutes, string run, int content) =>
        new(app, Noon.AddMinutes(minutes), run, [(byte)content]);

    private protected async Task WriteAsync(params StatRow[] rows) => await Store.WriteAsync(rows, Keep, default);

    private protected async Task<IReadOnlyList<string>> ReadAsync(string app, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. (await Store.ReadAsync(app, from, to, default))
            .Select(row => $"{(row.At - Noon).TotalMinutes} {row.Instance} {row.Content.ShouldHaveSingleItem()}"),
    ];
}
