using WeChatPush.Admin;

namespace WeChatPush.StoreContracts.Admin;

/// <summary>The last uses of admin keys, on every store.</summary>
public abstract class AdminKeyUseContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private IAsyncDisposable _surroundings = null!;
    private Func<IAdminKeyUseStore> _open = null!;

    public async Task InitializeAsync() => (_surroundings, _open) = await OpenAsync();

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<IAdminKeyUseStore> Open)> OpenAsync();

    [Fact]
    public async Task Write_KeepsTheLatestUseOfEachKey_WhicheverInstanceWritesLast()
    {
        var (one, other) = (_open(), _open());
        await one.WriteAsync(Uses(("a", Noon), ("b", Noon)), default);
        await other.WriteAsync(Uses(("a", Noon.AddMinutes(-1)), ("b", Noon.AddMinutes(1)), ("c", Noon)), default);

        (await one.ReadAsync(default)).ShouldBe(Uses(("a", Noon), ("b", Noon.AddMinutes(1)), ("c", Noon)), ignoreOrder: true);
    }

    [Fact]
    public async Task Read_WhenNothingWasWritten_IsEmpty() => (await _open().ReadAsync(default)).ShouldBeEmpty();

    private static Dictionary<string, DateTimeOffset> Uses(params (string Key, DateTimeOffset At)[] uses) =>
        uses.ToDictionary(use => use.Key, use => use.At);
}
