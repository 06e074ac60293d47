using System.Text.Json;
using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator.Tests.FakeApi;

public sealed class FakeTokensTests : FakeApiFixture
{
    [Fact]
    public async Task StableToken_AskedAgain_IsTheSameWithWhatIsLeftOfItsLife()
    {
        var first = await StableTokenAsync();
        Clock.Advance(TimeSpan.FromSeconds(1000));
        var second = await StableTokenAsync();

        second.GetProperty("access_token").GetString().ShouldBe(first.GetProperty("access_token").GetString());
        first.GetProperty("expires_in").GetInt32().ShouldBe(7200);
        second.GetProperty("expires_in").GetInt32().ShouldBe(6200);
    }

    [Fact]
    public async Task StableToken_ShortlyBeforeItsEnd_IsRenewedWhileTheOldOneLives()
    {
        var old = await TokenAsync();
        Clock.Advance(TimeSpan.FromSeconds(7200 - 299));

        (await TokenAsync()).ShouldNotBe(old);
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={old}", "")).ShouldBe(44002);
    }

    [Fact]
    public async Task StableToken_Forced_EndsTheOldOneAtOnce()
    {
        var old = await TokenAsync();
        var forced = await StableTokenAsync(force: true);

        forced.GetProperty("access_token").GetString().ShouldNotBe(old);
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={old}", "")).ShouldBe(40001);
    }

    [Fact]
    public async Task StableToken_ForcedTwiceWithinThirtySeconds_KeepsTheToken()
    {
        var first = await StableTokenAsync(force: true);
        Clock.Advance(TimeSpan.FromSeconds(29));
        var second = await StableTokenAsync(force: true);

        second.GetProperty("access_token").GetString().ShouldBe(first.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task StableToken_ForcedMoreThanTwentyTimesADay_IsRefusedUntilMidnightInChina()
    {
        for (var i = 0; i < 20; i++)
        {
            (await StableTokenAsync(force: true)).TryGetProperty("access_token", out _).ShouldBeTrue();
            Clock.Advance(TimeSpan.FromSeconds(31));
        }

        Code(await StableTokenAsync(force: true)).ShouldBe(45009);

        Clock.Advance(TimeSpan.FromHours(12));
        (await StableTokenAsync(force: true)).TryGetProperty("access_token", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Token_OfTheOlderApi_IsNewAtEachCallAndLeavesTheStableOneAlone()
    {
        var stable = await TokenAsync();
        var url = $"{FakeApis.Token}?grant_type=client_credential&appid=wx1&secret=s";
        var first = (await GetAsync(url)).GetProperty("access_token").GetString();
        var second = (await GetAsync(url)).GetProperty("access_token").GetString();

        second.ShouldNotBe(first);
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={first}", "")).ShouldBe(44002);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={first}", "")).ShouldBe(42001);
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={stable}", "")).ShouldBe(44002);
    }

    [Fact]
    public async Task Check_SaysWhatIsWrongWithAToken()
    {
        var token = await TokenAsync();

        Code(await PostAsync(FakeApis.CustomSend, "")).ShouldBe(41001);
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token=nonsense", "")).ShouldBe(40014);
        WeChat.Tokens.Expire();
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={token}", "")).ShouldBe(42001);
        WeChat.Tokens.Revoke();
        Code(await PostAsync($"{FakeApis.CustomSend}?access_token={token}", "")).ShouldBe(40001);
    }

    [Fact]
    public async Task Account_Unknown_IsRefusedOnceAccountsAreListed()
    {
        (await StableTokenAsync()).TryGetProperty("access_token", out _).ShouldBeTrue();

        WeChat.AddAccount("wx1", "right");
        Code(await StableTokenAsync(secret: "wrong")).ShouldBe(40125);
        (await StableTokenAsync(secret: "right")).TryGetProperty("access_token", out _).ShouldBeTrue();
        WeChat.Calls.All.ShouldAllBe(call => !call.Body.Contains("right") && !call.Body.Contains("secret"));
    }

    [Fact]
    public async Task Token_FromBeforeARestart_IsGood_AndStillTheStableOne()
    {
        var token = await TokenAsync();
        await using var restarted = await RestartAsync();

        Code(await UseAsync(token)).ShouldBe(44002);
        (await TokenAsync()).ShouldBe(token);
        Clock.Advance(TimeSpan.FromSeconds(7200));
        Code(await UseAsync(token)).ShouldBe(42001);
    }

    [Fact]
    public async Task Token_FromBeforeARestart_EndsWithAForcedRefresh_SeenSinceOrNot()
    {
        var (unseen, seen) = (await TokenAsync(), await ForcedLaterAsync());
        await using var restarted = await RestartAsync();

        Code(await UseAsync(seen)).ShouldBe(44002);
        var forced = await ForcedLaterAsync();

        Code(await UseAsync(seen)).ShouldBe(40001);
        Code(await UseAsync(unseen)).ShouldBe(40001);
        Code(await UseAsync(forced)).ShouldBe(44002);
    }

    [Fact]
    public async Task Token_FromBeforeARestart_CanBeRevoked()
    {
        var token = await TokenAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await using var restarted = await RestartAsync();

        WeChat.Tokens.Revoke();

        Code(await UseAsync(token)).ShouldBe(40001);
        Code(await UseAsync(await TokenAsync())).ShouldBe(44002);
    }

    [Fact]
    public async Task Token_ThatNoSimulatorIssued_IsRefused()
    {
        var token = await TokenAsync();
        await using var restarted = await RestartAsync();
        var forged = token[..^1] + (token[^1] == 'A' ? 'Q' : 'A');

        foreach (var invented in new[] { forged, "sim_", "sim_AAAA", "sim_%%%%", token + "AAAA" })
            Code(await UseAsync(invented)).ShouldBe(40001, invented);
    }

    private Task<JsonElement> UseAsync(string token) =>
        PostAsync($"{FakeApis.CustomSend}?access_token={Uri.EscapeDataString(token)}", "");

    private async Task<string> ForcedLaterAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        return (await StableTokenAsync(force: true)).GetProperty("access_token").GetString()!;
    }
}
