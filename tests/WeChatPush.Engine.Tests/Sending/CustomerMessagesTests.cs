using Microsoft.Extensions.Logging;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class CustomerMessagesTests
{
    [Fact]
    public async Task Send_ToOneUser_NeverOverlaps_AndKeepsTheOrder()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.WeChat.RefuseConcurrentSends = true;

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => sending.SendAsync(text: $"{i}")));

        results.ShouldAllBe(result => result.Outcome == SendOutcome.Sent);
        sending.Sends.Select(call => call.Text).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Send_ToTwoUsers_DoesNotWaitForEachOther()
    {
        await using var sending = await SendingHarness.StartAsync();
        var answer = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { OpenId = "oSlow", Until = answer.Task });
        var slow = sending.SendAsync("oSlow");
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));
        var behind = sending.SendAsync("oSlow");

        (await sending.SendAsync("oQuick")).Outcome.ShouldBe(SendOutcome.Sent);

        fault.Hits.ShouldBe(1);
        answer.SetResult();
        (await slow).Outcome.ShouldBe(SendOutcome.Sent);
        (await behind).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Send_WritesRealCharacters_WhateverTheCallerEscaped()
    {
        await using var sending = await SendingHarness.StartAsync();

        var result = await sending.SendJsonAsync(
            """{"touser":"o","msgtype":"text","text":{"content":"\u4f60\u597d \ud83d\ude00 \u003ca href=\"x\"\u003e"}}""");

        result.Outcome.ShouldBe(SendOutcome.Sent);
        sending.Sends.ShouldHaveSingleItem()
            .Body.ShouldBe("""{"touser":"o","msgtype":"text","text":{"content":"你好 😀 <a href=\"x\">"}}""");
    }

    [Fact]
    public async Task Send_PassesOnFieldsItDoesNotKnow()
    {
        await using var sending = await SendingHarness.StartAsync();

        await sending.SendJsonAsync(
            """{"touser":"o","msgtype":"text","text":{"content":"a"},"customservice":{"kf_account":"test1@kftest"}}""");

        sending.Sends.ShouldHaveSingleItem().Body.ShouldContain("\"customservice\":{\"kf_account\":\"test1@kftest\"}");
    }

    [Fact]
    public async Task Send_InAClosedWindow_CallsNothing()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GrantAsync(sending, WindowGrant.EnteredSession);
        sending.Time.Advance(TimeSpan.FromMinutes(1));

        var result = await sending.SendAsync();

        result.Outcome.ShouldBe(SendOutcome.WindowClosed);
        result.Class.ShouldBe(ErrorClass.User);
        sending.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_UsesUpTheWindow()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GrantAsync(sending, WindowGrant.EnteredSession);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, Cut = true, Times = 1 });
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Uncertain);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.WindowClosed);
        sending.Sends.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Send_ThatFails_LeavesTheWindow()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GrantAsync(sending, WindowGrant.UserMessage);
        sending.Refuse(45002);

        await sending.SendAsync();

        (await sending.Windows.GetAsync(SendingHarness.App, SendingHarness.User, default))!.Value.Remaining.ShouldBe(5);
    }

    [Theory]
    [InlineData(45015)]
    [InlineData(45047)]
    public async Task Send_RefusedForTheWindow_IsNotTriedAgain_UntilTheUserActs(int errCode)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Refuse(errCode, times: 1);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Refused);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.WindowClosed);
        sending.Time.Advance(TimeSpan.FromSeconds(1));
        await GrantAsync(sending, WindowGrant.UserMessage);
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Send_LogsAsLoudlyAsTheClassAsks_AndNoUserInFull()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Refuse(43101, times: 1);
        await sending.SendAsync();
        sending.Refuse(47003, times: 1);
        await sending.SendAsync();
        sending.Refuse(-1, times: 3);
        await sending.SendAsync();

        Level(43101).ShouldBe(LogLevel.Information);
        Level(47003).ShouldBe(LogLevel.Error);
        Level(-1).ShouldBe(LogLevel.Warning);
        sending.Log.Lines.ShouldAllBe(line => !line.Contains(SendingHarness.User));

        LogLevel Level(int errCode) => Enum.Parse<LogLevel>(
            sending.Log.Lines.Single(line => line.Contains("oUser0…") && line.Contains($": {errCode} ")).Split(':')[0]);
    }

    private static ValueTask GrantAsync(SendingHarness sending, WindowGrant grant) => sending.Windows.GrantAsync(
        SendingHarness.App, SendingHarness.User, grant, sending.Time.GetUtcNow(), sending.Time.GetUtcNow(), default);
}
