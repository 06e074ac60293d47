using WeChatPush.Inbox;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.StoreContracts.Apps;

/// <summary>A store with two apps, one of which can be removed.</summary>
public abstract class AppErasureFixture : IAsyncLifetime
{
    internal const string App = "shop";

    private readonly TemporaryDirectory _directory = new();

    protected AppErasureFixture() => Options = new(Settings(App, "cafe"));

    internal ManualTimeProvider Time { get; } = new();

    internal FixedOptions<WeChatPushOptions> Options { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal IStoreEngine Engine => Stores.Engine;

    internal IInbox Inbox => Engine.Inbox;

    private protected ErasableStores Stores { get; private set; } = null!;

    public async Task InitializeAsync() => Stores = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Stores.DisposeAsync();
        _directory.Dispose();
    }

    private protected abstract Task<ErasableStores> OpenAsync();

    private protected void RemoveApp() => Options.Set(Settings("cafe"));

    private protected void AddApp() => Options.Set(Settings(App, "cafe"));

    private WeChatPushOptions Settings(params string[] apps)
    {
        var settings = new WeChatPushOptions { DataDirectory = _directory.Path, Dispatching = { Lease = TimeSpan.FromSeconds(60) } };
        foreach (var app in apps)
            settings.Apps[app] = new() { AppId = "wx0123456789abcdef", Token = "token" };
        return settings;
    }
}

/// <summary>A store, and a look at all that is in it.</summary>
/// <param name="Engine">The store.</param>
/// <param name="Eraser">What is tested.</param>
/// <param name="Service">What the server calls.</param>
/// <param name="DumpAsync">Everything that is stored, a line for each record, in their order.</param>
/// <param name="Surroundings">What it lies in.</param>
internal sealed record ErasableStores(
    IStoreEngine Engine,
    IAppEraser Eraser,
    IAppErasure Service,
    Func<Task<IReadOnlyList<string>>> DumpAsync,
    IAsyncDisposable Surroundings) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Surroundings.DisposeAsync();
}
