using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>A nonce belongs to the push it first came with.</summary>
public abstract class NonceContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    [Fact]
    public async Task ANonce_WithAnotherPush_IsRefused_AndNothingIsStored()
    {
        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.Stored);

        (await AppendAsync("b", "n")).ShouldBe(AppendOutcome.NonceReused);
        (await ClaimOneAsync()).ShouldNotBeNull();

        // What was refused is not remembered either: the push itself may still come.
        (await AppendAsync("b", "m")).ShouldBe(AppendOutcome.Stored);
    }

    [Fact]
    public async Task ANonce_WithTheSamePush_IsARetry()
    {
        await AppendAsync("a", "n");

        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.Duplicate);
        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task ANonce_ThatCameWithARetry_BelongsToThePushToo()
    {
        await AppendAsync("a", "n");
        (await AppendAsync("a", "m")).ShouldBe(AppendOutcome.Duplicate);

        (await AppendAsync("b", "m")).ShouldBe(AppendOutcome.NonceReused);
        (await AppendAsync("a", "m")).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task ANonce_OfAPushThatAwaitsAReply_BelongsToIt()
    {
        (await Inbox.AppendAsync(Push(key: "a") with { Nonce = Nonce("n"), AwaitsReply = true }, CancellationToken.None))
            .ShouldBe(AppendOutcome.Stored);

        (await Inbox.AppendAsync(Push(key: "b") with { Nonce = Nonce("n"), AwaitsReply = true }, CancellationToken.None))
            .ShouldBe(AppendOutcome.NonceReused);
        (await Inbox.AppendAsync(Push(key: "a") with { Nonce = Nonce("n"), AwaitsReply = true }, CancellationToken.None))
            .ShouldBe(AppendOutcome.DuplicateAwaitingReply);
    }

    [Fact]
    public async Task ANonce_OfAUrlVerification_IsRefusedWithEveryPush_AndStaysSo()
    {
        await RememberAsync("n");
        await RememberAsync("n");

        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.NonceReused);
        (await ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ANonce_OfAPush_StaysItsOwn_WhenAUrlIsVerifiedWithIt()
    {
        await AppendAsync("a", "n");
        await RememberAsync("n");

        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.Duplicate);
        (await AppendAsync("b", "n")).ShouldBe(AppendOutcome.NonceReused);
    }

    [Fact]
    public async Task Nonces_OutliveTheProcess()
    {
        await AppendAsync("a", "n");
        await RememberAsync("m");
        await CrashAsync();

        (await AppendAsync("b", "n")).ShouldBe(AppendOutcome.NonceReused);
        (await AppendAsync("b", "m")).ShouldBe(AppendOutcome.NonceReused);
        (await AppendAsync("a", "n")).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task ANonce_OutlivesTheKeyOfItsPush_AndNotItsOwnWindow()
    {
        var push = Push(key: "a", window: TimeSpan.FromMinutes(5)) with { Nonce = Nonce("n", TimeSpan.FromHours(2)) };
        await Inbox.AppendAsync(push, CancellationToken.None);

        Time.Advance(TimeSpan.FromMinutes(119));
        while (await Inbox.SweepAsync(1000, CancellationToken.None) > 0)
        {
        }

        (await AppendAsync("b", "n")).ShouldBe(AppendOutcome.NonceReused);
        Time.Advance(TimeSpan.FromMinutes(1));
        (await AppendAsync("b", "n")).ShouldBe(AppendOutcome.Stored);
    }

    [Fact]
    public async Task ANonce_WithFiftyPushesAtOnce_BelongsToOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Task.Run(async () => await AppendAsync($"key {i}", "n"))));

        outcomes.Count(outcome => outcome == AppendOutcome.Stored).ShouldBe(1);
        outcomes.Count(outcome => outcome == AppendOutcome.NonceReused).ShouldBe(49);
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task PushesBesideARefusedOne_AreAllHandled()
    {
        await AppendAsync("a", "n");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => i % 2 == 0
            ? await AppendAsync($"forged {i}", "n")
            : await AppendAsync($"right {i}", i % 3 == 0 ? null : $"own {i}")));

        (await ClaimAsync()).Count.ShouldBe(11);
    }

    private async Task<AppendOutcome> AppendAsync(string key, string? nonce) => await Inbox.AppendAsync(
        Push(user: null, key: key) with { Nonce = nonce is null ? null : Nonce(nonce) }, CancellationToken.None);

    private ValueTask RememberAsync(string nonce) => Inbox.RememberNonceAsync("shop", Nonce(nonce), CancellationToken.None);
}
