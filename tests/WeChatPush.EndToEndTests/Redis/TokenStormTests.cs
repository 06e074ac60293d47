using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>The access token dies under the sends of both servers.</summary>
public sealed class TokenStormTests(ITestOutputHelper output)
{
    // As many as both have hands for, so that each of them holds some.
    private const int Sends = 64;

    [Fact]
    public async Task Storm_WhenTheTokenDiesUnderTheSendsOfBoth_RefreshesOnce_AndSendsAll()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.PushAsync(fleet.One, fleet.User("oFirst").Text("first"));
        await Effects.ArriveAsync(fleet.WeChat, ["first"], () => fleet.Output);
        fleet.WeChat.Tokens.IssuedCount.ShouldBe(1);

        var go = new TaskCompletionSource();
        var held = fleet.WeChat.Faults.Add(
            new FakeFault { Api = FakeApis.CustomSend, Until = go.Task, Times = Sends });
        var words = Enumerable.Range(1, Sends).Select(number => $"{number:d2}").ToList();
        await Task.WhenAll(words.Select((word, i) =>
            fleet.PushAsync(i % 2 == 0 ? fleet.One : fleet.Other, fleet.User($"oUser{word}").Text(word))));
        await Eventually.TrueAsync(() => held.Hits == Sends, () => $"{held.Hits} sends are on their way\n{fleet.Output}");
        fleet.WeChat.Tokens.Revoke();
        go.SetResult();

        await Effects.ArriveAsync(fleet.WeChat, words, () => fleet.Output);
        var calls = fleet.WeChat.Calls.All;
        output.Say($"""
            40001 storm over two instances
            sends refused with 40001: {calls.Count(call => call.ErrCode == 40001)}, tokens issued anew: {fleet.WeChat.Tokens.IssuedCount - 1}
            calls to the token API: {calls.Count(call => call.Api == FakeApis.StableToken)}, messages that arrived: {words.Count}, doubled: {Effects.Count(fleet.WeChat).Count(effect => effect.Value > 1)}
            """);
        calls.Count(call => call.ErrCode == 40001).ShouldBe(Sends);
        fleet.WeChat.Tokens.IssuedCount.ShouldBe(2);
        calls.Count(call => call.Api == FakeApis.StableToken).ShouldBe(2);
        Effects.Count(fleet.WeChat).Values.ShouldAllBe(times => times == 1);
    }
}
