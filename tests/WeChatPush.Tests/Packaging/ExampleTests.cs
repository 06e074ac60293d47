using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Tests.Packaging;

/// <summary>The library as a new user meets it: a package, five lines, a push.</summary>
[Collection(PackagingCollection.Name)]
public sealed class ExampleTests(PackedLibraries packed)
{
    private const string AppId = "wxpackage0123456789";
    private const string AppSecret = "secretOfThePackage0123456789";
    private const string Token = "tokenOfThePackage";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private const string Program = """
        using WeChatPush.Protocol.Messages;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddWeChatPush();
        var app = builder.Build();
        app.MapWeChatPush().On<TextMessage>((message, sender) => sender.TextAsync("收到"));
        app.Run();
        """;

    [Fact]
    public async Task Package_InstalledIntoAnEmptyProject_RunsTheFiveLineExample()
    {
        using var project = new EmptyProject(packed, Program);
        await project.BuildAsync();

        await using var weChat = await SimulatorHost.StartAsync(new FakeWeChat().AddAccount(AppId, AppSecret));
        var url = await project.StartAsync(
            ("WeChatPush__Apps__shop__AppId", AppId),
            ("WeChatPush__Apps__shop__AppSecret", AppSecret),
            ("WeChatPush__Apps__shop__Token", Token),
            ("WeChatPush__Apps__shop__EncodingAesKey", AesKey),
            ("WeChatPush__Apps__shop__ApiBaseUrl", weChat.BaseUrl.ToString()));

        var console = new SimulatedApp
        {
            Name = "shop",
            AppId = AppId,
            Token = Token,
            EncodingAesKey = AesKey,
            Mode = WireMode.Secure,
            PushUrl = new Uri(url, "/wechat/shop"),
        };
        using var client = new PushClient();
        var push = await client.PushAsync(console, new PushBuilder(console, "oPackage").Text("在吗"));
        push.Last.Kind.ShouldBe(AnswerKind.Success, $"{push.Last.Status} {push.Last.Problem}\n{project.Output}");

        var sends = await weChat.WeChat.WaitForCallsAsync(call => call.Delivered, count: 1, TimeSpan.FromSeconds(30));
        (sends[0].OpenId, sends[0].Text).ShouldBe(("oPackage", "收到"));
    }
}
