using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>Calls from inside WeChat's cloud, where a side-car adds the credential.</summary>
public sealed class CloudHostingSendTests
{
    [Fact]
    public async Task ASend_GoesWithoutAToken_AndAsksForNone()
    {
        await using var sending = await StartAsync();

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);

        var call = sending.WeChat.Calls.All.ShouldHaveSingleItem();
        call.AccessToken.ShouldBeNull();
        call.FromAppId.ShouldBeNull();
        sending.Status.Token.State.ShouldBe(TokenState.NotNeeded);
    }

    [Fact]
    public async Task ASend_InTheNameOfAnother_SaysSo()
    {
        await using var sending = await StartAsync();

        await sending.Messages.SendAsync(
            SendingHarness.App, CustomerMessage.Text("oUser", "你好").InTheNameOf("wx the&other"), default);

        sending.Sends.ShouldHaveSingleItem().FromAppId.ShouldBe("wx the&other");
    }

    [Fact]
    public async Task ASend_OfAnOrdinaryApp_NamesNone()
    {
        await using var sending = await SendingHarness.StartAsync();

        await sending.Messages.SendAsync(
            SendingHarness.App, CustomerMessage.Text("oUser", "你好").InTheNameOf("wxother"), default);

        sending.Sends.ShouldHaveSingleItem().FromAppId.ShouldBeNull();
    }

    [Theory]
    [InlineData(85112, null)]
    [InlineData(85113, null)]
    [InlineData(null, 502)]
    public async Task ASideCarThatIsNotReady_IsWaitedFor(int? errCode, int? status)
    {
        await using var sending = await StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.CustomSend, ErrCode = errCode, Status = status, Times = 3 });

        var first = await sending.SendAsync();
        var second = await sending.SendAsync();

        first.Outcome.ShouldBe(SendOutcome.Busy);
        second.Outcome.ShouldBe(SendOutcome.Sent);
        sending.Status.Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task ACallThatNoSideCarTookUp_StopsWithAHint()
    {
        await using var sending = await StartAsync();
        sending.Refuse(41001);

        await sending.SendAsync();

        sending.Status.Stops.ShouldHaveSingleItem().Hint.ShouldNotBeNull().ShouldContain("开放接口服务");
    }

    [Theory]
    [InlineData(PushHosting.CloudHosting, "http://api.weixin.qq.com")]
    [InlineData(PushHosting.CloudFunction, "https://api.weixin.qq.com")]
    [InlineData(PushHosting.DeveloperServer, "https://api.weixin.qq.com")]
    public void TheBaseAddress_WhenLeftOut_IsTheSideCarsInTheCloud(PushHosting hosting, string expected)
    {
        new AppOptions { Hosting = hosting }.ApiBaseUrl.ShouldBe(expected);
        new AppOptions { Hosting = hosting, ApiBaseUrl = "http://proxy" }.ApiBaseUrl.ShouldBe("http://proxy");
    }

    private static async Task<SendingHarness> StartAsync()
    {
        var sending = await SendingHarness.StartAsync();
        sending.WeChat.RequireAccessToken = false;
        sending.Configure(app =>
        {
            app.Hosting = PushHosting.CloudHosting;
            app.AppSecret = null;
        });
        return sending;
    }
}
