using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>What each kind of answer becomes, and how many calls it costs.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(0, SendOutcome.Sent, ErrorClass.Sent, 1)]
    [InlineData(45065, SendOutcome.Sent, ErrorClass.Sent, 1)]
    [InlineData(-1, SendOutcome.Busy, ErrorClass.Busy, 3)]
    [InlineData(44991, SendOutcome.Busy, ErrorClass.Busy, 1)]
    [InlineData(40001, SendOutcome.Failed, ErrorClass.Operator, 2)]
    [InlineData(40014, SendOutcome.Failed, ErrorClass.Operator, 2)]
    [InlineData(42001, SendOutcome.Failed, ErrorClass.Operator, 2)]
    [InlineData(45009, SendOutcome.Paused, ErrorClass.Quota, 1)]
    [InlineData(45011, SendOutcome.Paused, ErrorClass.Rate, 1)]
    [InlineData(-604101, SendOutcome.Failed, ErrorClass.Operator, 1)]
    [InlineData(40003, SendOutcome.Refused, ErrorClass.User, 1)]
    [InlineData(43101, SendOutcome.Refused, ErrorClass.User, 1)]
    [InlineData(45015, SendOutcome.Refused, ErrorClass.User, 1)]
    [InlineData(45047, SendOutcome.Refused, ErrorClass.User, 1)]
    [InlineData(47003, SendOutcome.Failed, ErrorClass.Request, 1)]
    [InlineData(40037, SendOutcome.Failed, ErrorClass.Request, 1)]
    [InlineData(123456, SendOutcome.Failed, ErrorClass.Request, 1)]
    [InlineData(40013, SendOutcome.Failed, ErrorClass.Operator, 1)]
    [InlineData(48001, SendOutcome.Failed, ErrorClass.Operator, 1)]
    public async Task ErrCode_BecomesItsOutcome(int errCode, SendOutcome outcome, ErrorClass @class, int calls)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(errCode);

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(outcome);
        result.Class.ShouldBe(@class);
        result.ErrCode.ShouldBe(errCode);
        result.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        sending.Sends.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Busy_ThatPasses_IsSent()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(-1, times: 2);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Sends.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ConcurrentForUser_IsTriedAgainASecondLater()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(43108, times: 1);

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Sent);
        result.Duration.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(500, SendOutcome.Busy, 3)]
    [InlineData(502, SendOutcome.Busy, 3)]
    [InlineData(503, SendOutcome.Busy, 3)]
    [InlineData(504, SendOutcome.Uncertain, 1)]
    [InlineData(200, SendOutcome.Uncertain, 1)]
    [InlineData(429, SendOutcome.Busy, 3)]
    [InlineData(413, SendOutcome.Failed, 1)]
    [InlineData(404, SendOutcome.Failed, 1)]
    [InlineData(302, SendOutcome.Failed, 1)]
    public async Task PageOfAGateway_BecomesItsOutcome(int status, SendOutcome outcome, int calls)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Status = status, Html = "<html>sorry</html>" });

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(outcome);
        result.ErrCode.ShouldBeNull();
        result.ErrMsg!.ShouldContain($"{status}");
        sending.Sends.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task AnswerWithoutEnd_IsUncertain()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Html = new string(' ', 1_000_000) });

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Uncertain);
        sending.Sends.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CutConnection_IsUncertain_AndNotSentAgain(bool delivered)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Cut = true, Deliver = delivered });

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Uncertain);
        sending.Sends.ShouldHaveSingleItem().Delivered.ShouldBe(delivered);
    }

    [Fact]
    public async Task CutConnection_OnAConnectionThatWasUsedBefore_IsNotSentAgain()
    {
        await using var sending = await SendingHarness.StartAsync();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Cut = true });

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Uncertain);
        sending.Sends.Count.ShouldBe(2);
    }

    [Fact]
    public async Task NoAnswerInTime_IsUncertain_AndNotSentAgain()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var answer = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Until = answer.Task });
        var send = sending.SendAsync();
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        sending.Time.Advance(TimeSpan.FromSeconds(10));
        var result = await send.WaitAsync(TimeSpan.FromSeconds(10));

        result.Outcome.ShouldBe(SendOutcome.Uncertain);
        result.ErrMsg!.ShouldContain("in time");
        answer.SetResult();
        (await sending.WeChat.WaitForSendsAsync(1)).Count.ShouldBe(1);
        fault.Hits.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelled_AfterTheRequestWasWritten_IsUncertain()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var cancel = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Until = answer.Task });
        var send = sending.SendAsync(cancellationToken: cancel.Token);
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        await cancel.CancelAsync();

        (await send.WaitAsync(TimeSpan.FromSeconds(10))).Outcome.ShouldBe(SendOutcome.Uncertain);
        answer.SetResult();
    }

    [Fact]
    public async Task Cancelled_BeforeAnythingWasWritten_IsCancelled()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sending.SendAsync(cancellationToken: cancel.Token));
        sending.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task CloudHosting_CallsWithoutAToken()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.WeChat.RequireAccessToken = false;
        sending.Configure(app => (app.Hosting, app.AppSecret) = (PushHosting.CloudHosting, null));

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Sends.ShouldHaveSingleItem().AccessToken.ShouldBeNull();
        sending.TokenCalls.ShouldBe(0);
    }

    [Fact]
    public async Task UnknownApp_IsPaused_BecauseConfigurationMayComeBack()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Options.Set(new WeChatPushOptions());

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.Paused);
        result.ErrMsg!.ShouldContain("WeChatPush:Apps:shop");
    }
}
