using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class TypingTests
{
    [Theory]
    [InlineData(true, "Typing")]
    [InlineData(false, "CancelTyping")]
    public async Task Typing_TellsWeChat(bool typing, string command)
    {
        await using var sending = await SendingHarness.StartAsync();

        var result = await sending.Messages.TypingAsync(SendingHarness.App, "oUser", typing, null, default);

        result.Outcome.ShouldBe(SendOutcome.Sent);
        var call = sending.WeChat.Calls.All[^1];
        call.Api.ShouldBe("/cgi-bin/message/custom/business/typing");
        call.Body.ShouldBe($$"""{"touser":"oUser","command":"{{command}}"}""");
    }

    [Theory]
    [InlineData(45080)]
    [InlineData(45081)]
    [InlineData(40200)]
    [InlineData(48001)]
    public async Task Typing_WhenWeChatRefuses_ChangesNothing(int errCode)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.Typing, ErrCode = errCode });

        var result = await sending.Messages.TypingAsync(SendingHarness.App, "oUser", true, null, default);

        result.ErrCode.ShouldBe(errCode);
        sending.Status.Stops.ShouldBeEmpty();
        (await sending.SendAsync("oUser")).Outcome.ShouldBe(SendOutcome.Sent);
    }
}
