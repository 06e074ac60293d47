using WeChatPush.Sending;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>
/// What every sending store must do. A store's own test class derives from the chapters of this contract and says how
/// it is opened.
/// </summary>
public abstract class SendingStoreContract : IAsyncLifetime
{
    internal ManualTimeProvider Time { get; } = new();

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal ISendingStore Store => Opened.Store;

    private protected SendingStoreUnderTest Opened { get; private set; } = null!;

    public async Task InitializeAsync() => Opened = await OpenAsync();

    public async Task DisposeAsync() => await Opened.DisposeAsync();

    private protected abstract Task<SendingStoreUnderTest> OpenAsync();
}

/// <summary>An opened store; <paramref name="Reopen"/> is what the next process does.</summary>
internal sealed record SendingStoreUnderTest(
    ISendingStore Store, Func<ISendingStore> Reopen, IAsyncDisposable Surroundings)
    : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Surroundings.DisposeAsync();
}
