using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling;

/// <summary>Pictures and signs of life, through the whole engine to the simulated API.</summary>
public sealed class ImageAnswerTests
{
    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task AnImage_IsAnsweredWithItself(PushFormat format)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await using var engine = await StartAsync(simulator, settings: ("Apps:shop:Rules:0:Send:Image:MediaId", "{MediaId}"));
        var app = engine.App(format: format);
        var mediaId = simulator.WeChat.Media.Add(SampleImages.Png, "image/png");

        await engine.PushAsync(app, new PushBuilder(app, "oUser").Image("http://mmbiz.qpic.cn/1", mediaId));
        var send = (await simulator.WeChat.WaitForSendsAsync(1))[0];

        send.Json.GetProperty("msgtype").GetString().ShouldBe("image");
        send.Json.GetProperty("image").GetProperty("media_id").GetString().ShouldBe(mediaId);
        send.OpenId.ShouldBe("oUser");
    }

    [Fact]
    public async Task Typing_IsShown_AndIsNoSendOfThePush()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        simulator.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Typing, ErrCode = 45080 });
        await using var engine = await StartAsync(simulator, handlers => handlers.On<TextMessage>(async (_, sender) =>
        {
            (await sender.TypingAsync()).ErrCode.ShouldBe(45080);
            await sender.TextAsync("收到");
        }));

        await engine.PushTextAsync("oUser", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        push.Sends.ShouldHaveSingleItem().Api.ShouldBe(FakeApis.CustomSend);
        simulator.WeChat.Calls.All.ShouldContain(call => call.Api == FakeApis.Typing);
    }

    private static Task<EngineUnderTest> StartAsync(
        SimulatorHost simulator, Action<PushHandlers>? handlers = null, params (string Key, string? Value)[] settings) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Handlers = handlers,
            Settings = [("Apps:shop:ApiBaseUrl", simulator.BaseUrl.ToString()), .. settings],
        });
}
