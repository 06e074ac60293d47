using System.Security.Cryptography;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>What the spool can hold of the nonces, and what it leaves to the drain.</summary>
public sealed partial class SpoolingInboxTests
{
    private static readonly PushNonce Nonce = new(PushKey.Read(SHA256.HashData("nonce"u8)), TimeSpan.FromHours(74));

    [Fact]
    public async Task ANonce_DuringTheOutage_BelongsToThePushItCameWith_AlsoAfterTheDrain()
    {
        _shared.Now = FlakyInbox.Weather.Away;
        (await AppendAsync(Push(key: "a") with { Nonce = Nonce })).ShouldBe(AppendOutcome.Stored);
        await ReopenAsync();
        (await AppendAsync(Push(key: "b") with { Nonce = Nonce })).ShouldBe(AppendOutcome.NonceReused);
        (await AppendAsync(Push(key: "a") with { Nonce = Nonce })).ShouldBe(AppendOutcome.Duplicate);
        _spool.Count.ShouldBe(1);

        await DrainAsync();
        (await ClaimAsync()).Count.ShouldBe(1);
        (await AppendAsync(Push(key: "b") with { Nonce = Nonce })).ShouldBe(AppendOutcome.NonceReused);
    }

    // This instance cannot know it while the shared store is away. Nothing handles it, for the drain asks.
    [Fact]
    public async Task ANonce_FromBeforeTheOutage_WithAnotherPushDuringIt_IsDroppedByTheDrain()
    {
        await AppendAsync(Push(key: "a") with { Nonce = Nonce });
        _shared.Now = FlakyInbox.Weather.Away;
        (await AppendAsync(Push(key: "b") with { Nonce = Nonce })).ShouldBe(AppendOutcome.Stored);

        await DrainAsync();
        _spool.Count.ShouldBe(0);
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task AVerificationsNonce_WhileTheStoreIsAway_IsNotCalledRemembered()
    {
        _shared.Now = FlakyInbox.Weather.Away;

        await Should.ThrowAsync<StoreUnavailableException>(
            async () => await _inbox.RememberNonceAsync("shop", Nonce, CancellationToken.None));
    }
}
