using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Inbox;

/// <summary>
/// What every inbox must do. A store's own test class derives from the chapters of this contract and says how it is opened.
/// </summary>
public abstract class InboxContract : IAsyncLifetime
{
    private int _counter;

    internal ManualTimeProvider Time { get; } = new();

    internal WeChatPushOptions Settings { get; } = new() { Dispatching = { Lease = TimeSpan.FromSeconds(60) } };

    internal IInbox Inbox => Store.Inbox;

    internal IPushHistory History => Store.History;

    private protected InboxUnderTest Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Opens the store over the data that is there.</summary>
    private protected abstract Task<InboxUnderTest> OpenAsync();

    /// <summary>The process ends without a word, and another begins.</summary>
    private protected async Task CrashAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
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
        (await Inbox.ClaimAsync(max, CancellationToken.None)).Pushes;

    private protected async Task<ClaimedPush> ClaimOneAsync() => (await ClaimAsync()).ShouldHaveSingleItem();

    private protected Task<bool> DoneAsync(ClaimedPush claim) => SettleAsync(claim, new Settlement.Done("handled"));

    private protected async Task<bool> SettleAsync(ClaimedPush claim, Settlement settlement) =>
        await Inbox.SettleAsync(claim, settlement, CancellationToken.None);

    private protected Settlement.Retry RetryIn(TimeSpan delay, bool counts = true) =>
        new(Time.GetUtcNow() + delay, "the handler failed", counts);

    private protected async Task<PushDetail> FindAsync(string id) =>
        (await History.FindAsync("shop", id, CancellationToken.None)).ShouldNotBeNull();

    private static PushKey KeyOf(string text) =>
        PushKey.Read(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>An opened inbox, with what an operator sees of it.</summary>
internal sealed record InboxUnderTest(IInbox Inbox, IPushHistory History, Func<ValueTask> CloseAsync) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => CloseAsync();
}
