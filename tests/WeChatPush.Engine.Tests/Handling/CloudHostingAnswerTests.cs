using System.Text;
using WeChatPush.Simulator;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling;

/// <summary>From the gateway of WeChat's cloud to the side-car, through the whole engine.</summary>
public sealed class CloudHostingAnswerTests
{
    [Theory]
    [InlineData("wxother", "wxother")]
    [InlineData(null, null)]
    public async Task APush_OfASharedEnvironment_IsAnsweredInTheNameItCameFor(string? fromAppId, string? expected)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        simulator.WeChat.RequireAccessToken = false;
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Settings = EngineSetup.App(
                "cloud",
                more:
                [
                    ("Hosting", "CloudHosting"), ("AppSecret", null), ("ApiBaseUrl", simulator.BaseUrl.ToString()),
                    ("Rules:0:Send:Text", "收到：{Content}"),
                ]),
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(engine.BaseUrl, "/wechat/cloud"))
        {
            Content = new StringContent(
                """<xml><FromUserName>oUser</FromUserName><MsgType>text</MsgType><Content>你好</Content><MsgId>1</MsgId></xml>""",
                Encoding.UTF8),
        };
        request.Headers.Add("x-wx-sources", "wx_mp");
        if (fromAppId is not null)
            request.Headers.Add("x-wx-from-appid", fromAppId);

        using var answer = await engine.SendAsync(request);
        var send = (await simulator.WeChat.WaitForSendsAsync(1))[0];

        send.Text.ShouldBe("收到：你好");
        send.AccessToken.ShouldBeNull();
        send.FromAppId.ShouldBe(expected);
    }
}

