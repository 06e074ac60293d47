using System.Text;
using WeChatPush.Sending;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Sending;

/// <summary>The keys of sends.</summary>
public abstract class SendKeyContract : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly byte[] Answer = [1, 0, 255];

    private IAsyncDisposable _surroundings = null!;

    internal ManualTimeProvider Time { get; } = new();

    /// <summary>The store; it remembers three keys of an app.</summary>
    internal ISendKeyStore Store { get; private set; } = null!;

    private protected Func<ISendKeyStore> Reopen { get; private set; } = null!;

    private protected const int MaxPerApp = 3;

    public async Task InitializeAsync()
    {
        (_surroundings, Reopen) = await OpenAsync();
        Store = Reopen();
    }

    public async Task DisposeAsync() => await _surroundings.DisposeAsync();

    private protected abstract Task<(IAsyncDisposable Surroundings, Func<ISendKeyStore> Open)> OpenAsync();

    [Fact]
    public async Task Begin_OfAKeyInUse_SaysWhatIsKnownOfIt()
    {
        (await BeginAsync("k", "a")).ShouldBe(SendKeyState.Begun);
        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Running);
        (await BeginAsync("k", "b", "another body")).ShouldBe(SendKeyState.OtherBody);
        (await BeginAsync("k", "b", app: "other")).ShouldBe(SendKeyState.Begun);

        await Store.EndAsync(Key("k"), "a", Answer);

        var claim = await Store.BeginAsync(Key("k"), "b", Lease, default);
        claim.State.ShouldBe(SendKeyState.Answered);
        claim.Answer.ToArray().ShouldBe(Answer);
        (await BeginAsync("k", "b", "another body")).ShouldBe(SendKeyState.OtherBody);
    }

    [Fact]
    public async Task Begin_ByManyAtOnce_IsOnes()
    {
        var other = Reopen();
        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? Store : other).BeginAsync(Key("k"), $"h{i}", Lease, default).AsTask()));

        claims.Count(claim => claim.State is SendKeyState.Begun).ShouldBe(1);
    }

    [Fact]
    public async Task Begin_AfterTheHolderDied_IsNeverAnothers()
    {
        await BeginAsync("k", "died");
        Time.Advance(Lease);

        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Unknown);
        Time.Advance(TimeSpan.FromHours(23));
        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Unknown);
    }

    [Fact]
    public async Task Renew_KeepsTheSendUnderWay()
    {
        await BeginAsync("k", "a");
        Time.Advance(Lease * 0.9);
        await Store.RenewAsync(Key("k"), "a", Lease);
        await Store.RenewAsync(Key("k"), "b", Lease * 100);
        Time.Advance(Lease * 0.9);

        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Running);
        Time.Advance(Lease * 0.1);
        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Unknown);
    }

    [Fact]
    public async Task End_AfterTheLease_StillTellsHowItEnded()
    {
        await BeginAsync("k", "slow");
        Time.Advance(Lease * 2);
        await Store.EndAsync(Key("k"), "slow", Answer);

        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Answered);
    }

    [Fact]
    public async Task End_WithoutAnAnswer_ForgetsTheKey_ForItsHolderOnly()
    {
        await BeginAsync("k", "a");
        await Store.EndAsync(Key("k"), "b", null);
        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Running);

        await Store.EndAsync(Key("k"), "a", null);

        (await BeginAsync("k", "b", "another body")).ShouldBe(SendKeyState.Begun);
    }

    [Fact]
    public async Task Begin_WhenTheMemoryIsOver_IsANewOne()
    {
        await BeginAsync("k", "a");
        await Store.EndAsync(Key("k"), "a", Answer);
        Time.Advance(SendKey.Memory - TimeSpan.FromMilliseconds(1));
        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Answered);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        (await BeginAsync("k", "b")).ShouldBe(SendKeyState.Begun);
    }

    [Fact]
    public async Task Begin_OfMoreThanAreRemembered_IsRefused_UntilSomeAreForgotten()
    {
        for (var i = 0; i < MaxPerApp; i++)
            (await BeginAsync($"k{i}", "a")).ShouldBe(SendKeyState.Begun);

        (await BeginAsync("more", "a")).ShouldBe(SendKeyState.Full);
        (await BeginAsync("more", "a", app: "other")).ShouldBe(SendKeyState.Begun);
        await Store.EndAsync(Key("k0"), "a", null);
        (await BeginAsync("more", "a")).ShouldBe(SendKeyState.Begun);
        (await BeginAsync("k0", "a")).ShouldBe(SendKeyState.Full);

        Time.Advance(SendKey.Memory);
        await SweepAsync();
        for (var i = 0; i < MaxPerApp; i++)
            (await BeginAsync($"k{i}", "a")).ShouldBe(SendKeyState.Begun);
    }

    private protected virtual Task SweepAsync() => Task.CompletedTask;

    private protected async Task<SendKeyState> BeginAsync(
        string key, string holder, string body = "body", string app = "shop") =>
        (await Store.BeginAsync(Key(key, body, app), holder, Lease, default)).State;

    private protected static SendKey Key(string key, string body = "body", string app = "shop") =>
        SendKey.Create(app, key, "pushes", Encoding.UTF8.GetBytes(body));
}
