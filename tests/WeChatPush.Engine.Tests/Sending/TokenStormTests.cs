using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>Fifty senders find out at the same moment that their token is dead.</summary>
public sealed class TokenStormTests
{
    [Fact]
    public async Task RevokedToken_UnderFiftySends_IsRenewedOnce_AndAllAreSent()
    {
        await using var sending = await SendingHarness.StartAsync();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.WeChat.Tokens.Revoke();

        await SendFiftyAsync(sending);

        sending.TokenCalls.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RevokedToken_UnderTwoInstances_IsRenewedOnce_AndAllAreSent(bool shared)
    {
        await using var sending = await (shared ? SendingHarness.StartSharedAsync() : SendingHarness.StartAsync());
        await using var beside = sending.StartBeside();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        (await beside.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.WeChat.Tokens.Revoke();

        await SendFiftyAsync(sending, beside);

        sending.TokenCalls.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TokenThatWeChatRefusesButStillHandsOut_UnderFiftySends_IsForcedOnce_AndAllAreSent(bool shared)
    {
        await using var sending = await (shared ? SendingHarness.StartSharedAsync() : SendingHarness.StartAsync());
        await using var beside = sending.StartBeside();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        (await beside.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        var all = new TaskCompletionSource();
        var refusal = sending.Fault(
            new FakeFault { Api = FakeApis.CustomSend, ErrCode = 40001, Times = 50, Until = all.Task });

        var sends = SendFiftyAsync(sending, beside);
        await UntilAsync(() => refusal.Hits == 50);
        all.SetResult();
        await sends;

        // The first token, the same one again, and the forced one.
        sending.TokenCalls.ShouldBe(3);
        sending.WeChat.Tokens.IssuedCount.ShouldBe(2);
    }

    [Fact]
    public async Task TokenRevokedWhileSendsGoOn_IsNeverSeenByTheSenders()
    {
        await using var sending = await SendingHarness.StartAsync();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, RevokeTokens = true, After = 20, Times = 1 });

        await SendFiftyAsync(sending);

        sending.TokenCalls.ShouldBe(2);
    }

    private static async Task SendFiftyAsync(params SendingHarness[] instances)
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => instances[i % instances.Length].SendAsync($"oUser{i}")));

        results.ShouldAllBe(result => result.Outcome == SendOutcome.Sent);
    }

    private static Task UntilAsync(Func<bool> condition) =>
        Eventually.TrueAsync(condition, () => "it has not come to that");
}
