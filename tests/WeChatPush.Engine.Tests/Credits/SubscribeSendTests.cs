using System.Text.Json;
using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>One subscribe message: what WeChat gets, and what becomes of the credit.</summary>
public sealed class SubscribeSendTests
{
    [Fact]
    public async Task Send_WhenWeChatTakesIt_SpendsTheCredit()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync(times: 2);

        var result = await credits.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Sent);
        var call = credits.WeChat.Calls.Sends.ShouldHaveSingleItem();
        result.MsgId.ShouldBe($"{call.MsgId}");
        (await credits.PermitsAsync()).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Fact]
    public async Task Send_GivesWeChatTheBodyItWants_InRealUtf8()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();

        await credits.SendAsync();

        var call = credits.WeChat.Calls.Sends.ShouldHaveSingleItem();
        call.Api.ShouldBe(FakeApis.SubscribeSend);
        call.Body.ShouldBe(
            $"{{\"touser\":\"{CreditHarness.User}\",\"template_id\":\"{CreditHarness.Template}\","
            + """
              "page":"pages/index?id=1","data":{"thing1":{"value":"你好 😀"}}}
              """);
    }

    [Fact]
    public async Task Send_WithoutAPage_SendsNone()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();

        await credits.SendAsync(CreditHarness.Message() with { Page = null });

        using var body = JsonDocument.Parse(credits.WeChat.Calls.Sends.ShouldHaveSingleItem().Body);
        body.RootElement.TryGetProperty("page", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Send_WithoutACredit_DoesNotCallWeChat()
    {
        await using var credits = await CreditHarness.StartAsync();

        (await credits.SendAsync()).Outcome.ShouldBe(SendOutcome.NoCredit);

        credits.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(43101, SendOutcome.Refused, 0)] // burns all
    [InlineData(40003, SendOutcome.Refused, 2)] // burns this one
    [InlineData(43104, SendOutcome.Refused, 2)]
    [InlineData(48002, SendOutcome.Refused, 3)] // says nothing of the permit
    [InlineData(40038, SendOutcome.Refused, 3)]
    [InlineData(47003, SendOutcome.Failed, 3)]
    [InlineData(41030, SendOutcome.Failed, 3)]
    [InlineData(40037, SendOutcome.Failed, 3)]
    [InlineData(43107, SendOutcome.Failed, 3)]
    [InlineData(40164, SendOutcome.Failed, 3)]
    [InlineData(45009, SendOutcome.Paused, 3)]
    [InlineData(-1, SendOutcome.Busy, 3)]
    public async Task Send_WhenWeChatRefuses_TheCodeDecides(int errCode, SendOutcome outcome, int left)
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync(times: 3);
        credits.Refuse(errCode);

        var result = await credits.SendAsync();

        (result.Outcome, result.ErrCode).ShouldBe((outcome, errCode));
        (await credits.PermitsAsync()).ShouldBe(new PermitBalance(left, 0, false, 0, 0));
    }

    [Fact]
    public async Task Send_WhenTheConnectionBreaksAfterwards_IsUncertain_AndSpent()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();
        credits.Sending.Fault(new FakeFault { Api = FakeApis.SubscribeSend, Cut = true });

        (await credits.SendAsync()).Outcome.ShouldBe(SendOutcome.Uncertain);

        (await credits.PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 1, 0));
    }

    [Fact]
    public async Task Send_WhileTheApiIsAway_GivesTheCreditBack()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();
        await credits.Sending.Host.DisposeAsync();

        (await credits.SendAsync()).Outcome.ShouldBe(SendOutcome.Busy);

        (await credits.PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Send_WhileAStopIsInForce_GivesTheCreditBack()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();
        credits.Refuse(45009, times: 1);
        await credits.SendAsync();

        var result = await credits.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Paused);
        result.RetryAfter.ShouldNotBeNull();
        credits.WeChat.Calls.Sends.Count.ShouldBe(1);
        (await credits.PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Send_OnALongTermPermit_UsesNothingUp()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync(change: PermitEvent.AcceptedLongTerm);

        for (var i = 0; i < 3; i++)
            (await credits.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);

        (await credits.PermitsAsync()).ShouldBe(new PermitBalance(1, 0, true, 0, 0));
    }

    [Fact]
    public async Task Send_WhenTheCallerGivesUpBeforeAnythingWasWritten_GivesTheCreditBack()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();
        using var cancel = new CancellationTokenSource();
        var token = credits.Sending.Fault(
            new FakeFault { Api = FakeApis.StableToken, Until = Task.Delay(-1, cancel.Token) });

        var send = credits.SendAsync(CreditHarness.Message(), cancel.Token);
        await token.Reached;
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => send);
        (await credits.PermitsAsync()).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Fact]
    public async Task Send_WithAValueThatBreaksItsRule_IsRefusedBeforeACreditIsTouched()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();

        var error = await Should.ThrowAsync<InvalidCreditMessageException>(
            () => credits.SendAsync(new string('长', 21)));

        error.Errors.Keys.ShouldBe(["data.thing1.value"]);
        credits.WeChat.Calls.All.ShouldBeEmpty();
        (await credits.PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Sends_FromManySidesToOneUser_NeverSpendMoreThanThereIs()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync(times: 10);
        credits.WeChat.EnforceCredits = true;
        credits.WeChat.RefuseConcurrentSends = true;
        credits.WeChat.Credits.Grant(CreditHarness.User, CreditHarness.Template, 10);

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => credits.SendAsync()));

        results.CountBy(result => result.Outcome).OrderBy(count => count.Key).ShouldBe(
            [new(SendOutcome.Sent, 10), new(SendOutcome.NoCredit, 22)]);
        credits.WeChat.Calls.Sends.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Ban_OfSubscribeMessages_LeavesCustomerMessagesAlone()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync();
        credits.Refuse(43107);
        await credits.SendAsync();

        (await credits.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);
        (await credits.Sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Log_NeverHoldsTheOpenIdInFull()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.AcceptAsync(times: 3);
        foreach (var errCode in new[] { 43107, -1, 47003, 43101 })
        {
            credits.Refuse(errCode, times: 1);
            await credits.SendAsync();
        }

        credits.Sending.Log.Lines.ShouldNotBeEmpty();
        credits.Sending.Log.Lines.ShouldAllBe(line => !line.Contains(CreditHarness.User, StringComparison.Ordinal));
    }
}
