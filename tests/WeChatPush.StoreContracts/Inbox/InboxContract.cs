using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>
/// What every inbox must do. A store's own test classes derive from the chapters of this contract and say how it is opened.
/// </summary>
public abstract class InboxContract<TStore> : IAsyncLifetime
    where TStore : IInboxUnderTest, new()
{
    private readonly TStore _store = new();
    private int _counter;

    internal ManualTimeProvider Time { get; } = new();

    internal WeChatPushOptions Settings { get; } = new() { Dispatching = { Lease = TimeSpan.FromSeconds(60) } };

    internal IInbox Inbox => (IInbox)_store.Inbox;

    internal IPushHistory History => _store.History;

    internal TStore Under => _store;

    public Task InitializeAsync() => _store.OpenAsync(Settings, Time);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>The process ends without a word, and another begins over the same data.</summary>
    private protected async Task CrashAsync()
    {
        await _store.CloseAsync();
        await _store.OpenAsync(Settings, Time);
    }

    private protected IncomingPush Push(string? user = "user", string? key = null, TimeSpan? window = null, string app = "shop") => new()
    {
        Id = PushId.New(Time.GetUtcNow()),
        App = app,
        Key = KeyOf(key ?? $"key {Interlocked.Increment(ref _counter)}"),
        Window = window ?? TimeSpan.FromHours(1),
        OpenId = user,
        MsgType = "text",
        Event = null,
        CreateTime = Time.GetUtcNow().ToUnixTimeSeconds(),
        ReceivedAt = Time.GetUtcNow(),
        Body = Encoding.UTF8.GetBytes($"<xml><Content>你好 {user} {key}</Content></xml>"),
    };

    private protected async Task<IncomingPush> AppendAsync(IncomingPush push)
    {
        (await Inbox.AppendAsync(push, CancellationToken.None)).ShouldBe(AppendOutcome.Stored);
        return push;
    }

    private protected async Task<IReadOnlyList<ClaimedPush>> ClaimAsync(int max = 100) =>
        (await Inbox.ClaimAsync(max, ClaimScope.All, CancellationToken.None)).Pushes;

    private protected async Task<ClaimedPush> ClaimOneAsync() => (await ClaimAsync()).ShouldHaveSingleItem();

    private protected Task<bool> DoneAsync(ClaimedPush claim) => SettleAsync(claim, new Settlement.Done("handled"));

    private protected async Task<bool> SettleAsync(ClaimedPush claim, Settlement settlement) =>
        await Inbox.SettleAsync(claim, settlement, CancellationToken.None);

    private protected Settlement.Retry RetryIn(TimeSpan delay, bool counts = true) =>
        new(Time.GetUtcNow() + delay, "the handler failed", counts);

    private protected async Task<PushDetail> FindAsync(string id) =>
        (await History.FindAsync("shop", id, CancellationToken.None)).ShouldNotBeNull();

    private protected static PushNonce Nonce(string text, TimeSpan? window = null) =>
        new(KeyOf($"nonce {text}"), window ?? TimeSpan.FromHours(2));

    private static PushKey KeyOf(string text) =>
        PushKey.Read(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>A store under test; disposing it takes its data away.</summary>
public interface IInboxUnderTest : IAsyncDisposable
{
    /// <summary>The inbox, an <c>IInbox</c>.</summary>
    object Inbox { get; }

    /// <summary>What operators see of it.</summary>
    IPushHistory History { get; }

    /// <summary>Its dead letters for bulk work, an <c>IDeadLetterStore</c>.</summary>
    object DeadLetters { get; }

    /// <summary>The records beside it, an <c>IRecordStore</c>.</summary>
    object Records { get; }

    /// <summary>Opens the store over the data that is there.</summary>
    Task OpenAsync(WeChatPushOptions settings, TimeProvider time);

    /// <summary>Lets go of it, and keeps the data.</summary>
    Task CloseAsync();
}
