using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class SendStopsTests
{
    [Fact]
    public async Task Quota_PausesTheApi_UntilAProbeIsSent()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var quota = sending.Refuse(45009);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);

        var held = await sending.SendAsync("oOther");
        held.Outcome.ShouldBe(SendOutcome.Paused);
        held.ErrCode.ShouldBe(45009);
        held.RetryAfter.ShouldBe(sending.Time.GetUtcNow() + TimeSpan.FromHours(1));
        sending.Sends.Count.ShouldBe(1);

        sending.WeChat.Faults.Remove(quota);
        sending.Time.Advance(TimeSpan.FromMinutes(59));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);
        sending.Time.Advance(TimeSpan.FromMinutes(1));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Status.Stops.ShouldBeEmpty();
        sending.Log.Lines.ShouldContain(line => line.Contains("is sent to again"));
    }

    [Fact]
    public async Task Rate_PausesTheApi_ForAMinute()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var rate = sending.Refuse(45011);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);

        var held = await sending.SendAsync("oOther");
        (held.Outcome, held.Class, held.ErrCode).ShouldBe((SendOutcome.Paused, ErrorClass.Rate, 45011));
        held.RetryAfter.ShouldBe(sending.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
        sending.Status.Stops.ShouldHaveSingleItem().Reason.ShouldBe(SendStopReason.Rate);
        sending.Sends.Count.ShouldBe(1);

        sending.WeChat.Faults.Remove(rate);
        sending.Time.Advance(TimeSpan.FromSeconds(59));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);
        sending.Time.Advance(TimeSpan.FromSeconds(1));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Status.Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rate_OfACallThatWasUnderWay_DoesNotShortenAQuotasStop()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var answer = new TaskCompletionSource();
        var late = sending.Fault(
            new FakeFault { Api = FakeApis.CustomSend, ErrCode = 45011, Until = answer.Task, Times = 1 });
        var slow = sending.SendAsync("oSlow");
        await late.Reached.WaitAsync(TimeSpan.FromSeconds(10));
        sending.Refuse(45009, times: 1);
        await sending.SendAsync();

        answer.SetResult();
        (await slow).ErrCode.ShouldBe(45011);

        sending.Status.Stops.ShouldHaveSingleItem().ErrCode.ShouldBe(45009);
    }

    [Fact]
    public async Task Quota_ThatLasts_IsProbedOnceAPause()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(45009);
        for (var hour = 0; hour < 3; hour++)
        {
            for (var i = 0; i < 10; i++)
                (await sending.SendAsync($"oUser{i}")).Outcome.ShouldBe(SendOutcome.Paused);
            sending.Time.Advance(TimeSpan.FromHours(1));
        }

        sending.Sends.Count.ShouldBe(3);
        sending.Log.Lines.Count(line => line.Contains("is paused for")).ShouldBe(1);
    }

    [Fact]
    public async Task Probe_WhileItIsUnderWay_HoldsBackTheOthers()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(45009, times: 1);
        await sending.SendAsync();
        sending.Time.Advance(TimeSpan.FromHours(1));
        var answer = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Until = answer.Task, Times = 1 });
        var probe = sending.SendAsync("oProbe");
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        (await sending.SendAsync("oOther")).Outcome.ShouldBe(SendOutcome.Paused);
        answer.SetResult();
        (await probe).Outcome.ShouldBe(SendOutcome.Sent);
        (await sending.SendAsync("oOther")).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Probe_ThatWasCancelled_LeavesTheNextOneToProbe()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(45009, times: 1);
        await sending.SendAsync();
        sending.Time.Advance(TimeSpan.FromHours(3));
        var fetch = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.StableToken, Until = fetch.Task });
        using var cancel = new CancellationTokenSource();
        var probe = sending.SendAsync(cancellationToken: cancel.Token);
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => probe);
        fetch.SetResult();

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task QuotaPause_ThatIsShortened_CountsAtOnce()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(45009, times: 1);
        await sending.SendAsync();
        sending.Time.Advance(TimeSpan.FromMinutes(1));
        sending.Options.CurrentValue.Sending.QuotaPause = TimeSpan.FromMinutes(1);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Theory]
    [InlineData(40164, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist")]
    [InlineData(40125, "invalid appsecret")]
    [InlineData(40001, "invalid credential, access_token is invalid or not latest")]
    public async Task OperatorError_OfTheTokenCall_NeverLoops_AndSaysWhatToDo(int errCode, string errMsg)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, ErrCode = errCode, ErrMsg = errMsg });

        var first = await sending.SendAsync();
        first.Outcome.ShouldBe(SendOutcome.Failed);
        first.Class.ShouldBe(ErrorClass.Operator);
        first.ErrMsg!.ShouldContain(errMsg);
        var rest = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => sending.SendAsync($"oUser{i}")));

        rest.ShouldAllBe(result => result.Outcome == SendOutcome.Paused && result.ErrCode == errCode);
        sending.TokenCalls.ShouldBe(1);
        sending.Sends.ShouldBeEmpty();
        var stop = sending.Status.Stops.ShouldHaveSingleItem();
        stop.Reason.ShouldBe(SendStopReason.Operator);
        stop.Api.ShouldBeNull();
        stop.ErrMsg!.ShouldContain(errMsg);
        stop.Hint.ShouldNotBeNullOrEmpty();
        stop.Until.ShouldBe(sending.Time.GetUtcNow() + TimeSpan.FromMinutes(5));
        sending.Log.Lines.ShouldContain(
            line => line.StartsWith("Error") && line.Contains(errMsg) && line.Contains("stopped"));
    }

    [Fact]
    public async Task OperatorError_IsProbedEveryFiveMinutes()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.StableToken, ErrCode = 40164 });
        await sending.SendAsync();
        for (var i = 0; i < 10; i++)
        {
            sending.Time.Advance(TimeSpan.FromMinutes(1));
            await sending.SendAsync();
        }

        sending.TokenCalls.ShouldBe(3);
        sending.WeChat.Faults.Remove(fault);
        sending.Time.Advance(TimeSpan.FromMinutes(5));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task OperatorError_WhenTheSettingsAreMended_IsLiftedAtOnce()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Configure(app => app.AppSecret = "wrong");
        (await sending.SendAsync()).ErrCode.ShouldBe(40125);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);

        sending.Configure(_ => { });

        sending.Status.Stops.ShouldBeEmpty();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Status.Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task OperatorError_WhenUnrelatedSettingsChange_Stands()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(48001);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Failed);

        sending.Configure(app => app.Token = "another");

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);
    }

    [Fact]
    public async Task OperatorError_WhenTheClockIsSet_LastsItsTime()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(48001);
        await sending.SendAsync();
        sending.Time.Jump(TimeSpan.FromDays(1));

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Paused);
        sending.Time.Jump(TimeSpan.FromDays(-2));
        sending.WeChat.Faults.Clear();
        sending.Time.Advance(TimeSpan.FromMinutes(5));
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Status_TellsOfTheToken()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Status.Token.State.ShouldBe(TokenState.Unused);

        await sending.SendAsync();

        sending.Status.Token.ShouldBe(
            new TokenStatus(TokenState.Valid, sending.Time.GetUtcNow() + TimeSpan.FromHours(2)));
        sending.Configure(app => app.Hosting = PushHosting.CloudHosting);
        sending.Status.Token.State.ShouldBe(TokenState.NotNeeded);
    }
}
