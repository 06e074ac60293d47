using System.Net;
using System.Text;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Simulator.Tests.FakeApi;

public sealed class FakeFaultsTests : FakeApiFixture
{
    [Fact]
    public async Task ErrCode_HitsAsOftenAsAsked()
    {
        var fault = WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = -1, Times = 2, After = 1 });

        (await SendTextAsync()).ShouldBe(0);
        (await SendTextAsync()).ShouldBe(-1);
        (await SendTextAsync()).ShouldBe(-1);
        (await SendTextAsync()).ShouldBe(0);
        fault.Hits.ShouldBe(2);
    }

    [Fact]
    public async Task OpenId_LeavesOtherUsersAlone()
    {
        WeChat.Faults.Add(new FakeFault { OpenId = "oBad", ErrCode = 40003 });

        (await SendTextAsync("oGood")).ShouldBe(0);
        (await SendTextAsync("oBad")).ShouldBe(40003);
    }

    [Fact]
    public async Task DailyQuota_EndsWithTheDayInChina()
    {
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DailyQuota = 2 });

        (await SendTextAsync()).ShouldBe(0);
        (await SendTextAsync()).ShouldBe(0);
        (await SendTextAsync()).ShouldBe(45009);
        Clock.Advance(TimeSpan.FromHours(12));
        (await SendTextAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Status_AnswersLikeAGateway()
    {
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.StableToken, Status = 502, Html = "<h1>Bad Gateway</h1>" });

        using var answer = await Http.GetAsync(new Uri(FakeApis.StableToken, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("<h1>Bad Gateway</h1>");
        WeChat.Calls.All.ShouldHaveSingleItem().Outcome.ShouldBe(FakeOutcome.HttpError);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_ReadsTheRequestAndAnswersNothing(bool deliver)
    {
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, Cut = true, Deliver = deliver, Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => SendTextAsync());

        var call = (await WeChat.WaitForSendsAsync(1)).ShouldHaveSingleItem();
        call.Outcome.ShouldBe(FakeOutcome.Cut);
        call.Delivered.ShouldBe(deliver);
        (await SendTextAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Until_HoldsTheCallAndSaysWhenItArrived()
    {
        var release = new TaskCompletionSource();
        var fault = WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, Until = release.Task });
        var send = SendTextAsync();

        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));
        send.IsCompleted.ShouldBeFalse();
        release.SetResult();
        (await send).ShouldBe(0);
    }

    [Fact]
    public async Task RevokeTokens_MakesTheTokenInHandInvalid()
    {
        WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, RevokeTokens = true, Times = 1 });

        (await SendTextAsync()).ShouldBe(40001);
        (await SendTextAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task ConcurrentSends_ToOneUser_AreRefusedWhereAsked()
    {
        WeChat.RefuseConcurrentSends = true;
        var release = new TaskCompletionSource();
        var fault = WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, Until = release.Task, Times = 1 });
        var first = SendTextAsync();
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        (await SendTextAsync()).ShouldBe(43108);
        (await SendTextAsync("oOther")).ShouldBe(0);
        release.SetResult();
        (await first).ShouldBe(0);
    }

    [Fact]
    public async Task ControlApi_AddsFaultsListsCallsAndResets()
    {
        using var faults = new StringContent(
            $$"""[{"api":"{{FakeApis.CustomSend}}","errcode":45011,"times":1},{"api":"/x","cut":true}]""",
            Encoding.UTF8, "application/json");
        using var added = await Http.PostAsync(new Uri("/_simulator/faults", UriKind.Relative), faults);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        WeChat.Faults.All.Count.ShouldBe(2);

        (await SendTextAsync("oA")).ShouldBe(45011);
        (await SendTextAsync("oB", "你好")).ShouldBe(0);
        var calls = await GetAsync("/_simulator/calls?openId=oB");
        calls.GetArrayLength().ShouldBe(1);
        calls[0].GetProperty("outcome").GetString().ShouldBe("ok");

        using var reset = await Http.DeleteAsync(new Uri("/_simulator", UriKind.Relative));
        reset.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        WeChat.Calls.All.ShouldBeEmpty();
        WeChat.Faults.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task ControlApi_MisspeltFault_IsRefused()
    {
        using var fault = new StringContent("""{"errorCode":1}""", Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri("/_simulator/faults", UriKind.Relative), fault);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("errorCode");
    }
}
