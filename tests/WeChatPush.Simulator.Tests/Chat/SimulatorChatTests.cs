using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatPush.Simulator.Chat;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Simulator.Tests.Checking;
using WeChatPush.Simulator.Tests.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Simulator.Tests.Chat;

public sealed class SimulatorChatTests : IAsyncLifetime
{
    private readonly FakeWeChat _weChat = new();
    private SimulatedApp? _app;
    private TestServer? _receiver;
    private SimulatorHost? _host;
    private HttpClient? _http;

    public async Task InitializeAsync()
    {
        _receiver = await TestServer.StartAsync(
            new SmallReceiver(TestApps.At(new Uri("http://unused/")), Flaw.None).HandleAsync);
        _app = TestApps.At(_receiver.Url);
        _host = await SimulatorHost.StartAsync(_weChat, map: routes => routes.MapSimulatorChat(_weChat, () => _app));
        _http = ClientOf(_host.BaseUrl);
    }

    public async Task DisposeAsync()
    {
        _http!.Dispose();
        await _host!.DisposeAsync();
        await _receiver!.DisposeAsync();
    }

    [Fact]
    public async Task Page_IsSelfContained()
    {
        using var answer = await _http!.GetAsync(new Uri("/simulator", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldContain("\"/simulator/chat.js\"");
        page.ShouldNotContain("{base}");
        page.ShouldNotContain("<script>");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        (await _http.GetStringAsync(new Uri("/simulator/chat.js", UriKind.Relative))).ShouldNotContain("innerHTML");
        (await _http.GetStringAsync(new Uri("/simulator/chat.css", UriKind.Relative))).ShouldNotContain("url(");
    }

    [Theory]
    [InlineData("/simulator")]
    [InlineData("/simulator/chat.js")]
    [InlineData("/simulator/chat.css")]
    public async Task Page_DrawsItsIcons_AndNeedsNoFontForThem(string file)
    {
        var text = await _http!.GetStringAsync(new Uri(file, UriKind.Relative));

        text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol).ShouldBeEmpty();
    }

    [Fact]
    public async Task Push_IsReallySignedAndEncrypted_AndOpensTheWindow()
    {
        var (status, answer) = await PushAsync("text", "你好 <script>alert(1)</script>");

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        answer.GetProperty("tries")[0].GetProperty("answer").GetString().ShouldBe("success");
        answer.GetProperty("tries")[0].GetProperty("ms").GetDouble().ShouldBeGreaterThan(0);
        answer.GetProperty("clear").GetString()!.ShouldContain("你好 <script>");
        answer.GetProperty("sent").GetString()!.ShouldContain("Encrypt");
        _weChat.Windows.Remaining(OpenId).ShouldBe(5);
    }

    [Theory]
    [InlineData("image", null, 5)]
    [InlineData("page", null, 5)]
    [InlineData("enter", null, 2)]
    [InlineData("subscribe", "template", null)]
    public async Task Push_OfEachKind_IsAccepted(string kind, string? text, int? window)
    {
        var (_, answer) = await PushAsync(kind, text);

        answer.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        _weChat.Windows.Remaining(OpenId).ShouldBe(window);
        _weChat.Credits.Remaining(OpenId, "template").ShouldBe(kind == "subscribe" ? 1 : 0);
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("nonsense", "x")]
    public async Task Push_ThatSaysNothing_Is400(string kind, string text)
    {
        var (status, answer) = await PushAsync(kind, text);

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.GetProperty("problem").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Push_FromAForeignPage_IsRefused()
    {
        using var form = new StringContent(
            """{"nickname":"Lee","kind":"text","text":"hi"}""", Encoding.UTF8, "text/plain");
        using var answer = await _http!.PostAsync(new Uri("/simulator/push", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task NoApp_IsSaid()
    {
        _app = null;

        (await PushAsync("text", "hi")).Answer.GetProperty("problem").GetString()!.ShouldContain("No app");
        using var answer = await _http!.GetAsync(new Uri("/simulator/app", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Messages_ToThisUser_ArriveAsTheyAreSent()
    {
        await using var stream = await _http!.GetStreamAsync(Feed);
        var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        (await events.MoveNextAsync()).ShouldBeTrue();
        events.Current.EventType.ShouldBe("ready");

        await SendAsync("oSomebodyElse", "not for me");
        await SendAsync(OpenId, "欢迎 <b>");

        (await events.MoveNextAsync()).ShouldBeTrue();
        var message = JsonDocument.Parse(events.Current.Data).RootElement;
        message.GetProperty("kind").GetString().ShouldBe("text");
        message.GetProperty("delivered").GetBoolean().ShouldBeTrue();
        message.GetProperty("content").GetProperty("content").GetString().ShouldBe("欢迎 <b>");
    }

    [Fact]
    public async Task Messages_AfterALostConnection_StartWhereItBroke()
    {
        await SendAsync(OpenId, "seen");
        var lastSeen = _weChat.Calls.Sends[^1].Id;
        await SendAsync(OpenId, "missed");

        using var request = new HttpRequestMessage(HttpMethod.Get, Feed);
        request.Headers.Add("Last-Event-ID", $"{lastSeen}");
        using var answer = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await events.MoveNextAsync();
        await events.MoveNextAsync();

        events.Current.Data.ShouldContain("missed");
    }

    [Fact]
    public async Task Messages_ToAPageFromBeforeARestart_StartAtTheBeginning()
    {
        await SendAsync(OpenId, "the first after the restart");
        using var request = new HttpRequestMessage(HttpMethod.Get, Feed);
        request.Headers.Add("Last-Event-ID", "57");
        using var answer = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await events.MoveNextAsync();
        await events.MoveNextAsync();

        events.Current.Data.ShouldContain("the first after the restart");
    }

    [Theory]
    [InlineData(40001, true)]
    [InlineData(42001, true)]
    [InlineData(45047, false)]
    public async Task Messages_ThatAreRefused_SayWhy_AndWhetherTheyComeAgain(int errCode, bool comesAgain)
    {
        _weChat.Faults.Add(new FakeFault { ErrCode = errCode, Times = 1 });
        await using var stream = await _http!.GetStreamAsync(Feed);
        var events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        await events.MoveNextAsync();

        await SendAsync(OpenId, "refused");

        await events.MoveNextAsync();
        var message = JsonDocument.Parse(events.Current.Data).RootElement;
        message.GetProperty("delivered").GetBoolean().ShouldBeFalse();
        message.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        message.GetProperty("comesAgain").GetBoolean().ShouldBe(comesAgain);
    }

    private string OpenId => FakeOpenId.From(_app!.AppId, "Lee");

    private Uri Feed => new($"/simulator/messages?openId={OpenId}", UriKind.Relative);

    private static HttpClient ClientOf(Uri baseUrl) => new() { BaseAddress = baseUrl };

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PushAsync(string kind, string? text)
    {
        using var answer = await _http!.PostAsJsonAsync(
            new Uri("/simulator/push", UriKind.Relative), new { nickname = "Lee", kind, text });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task SendAsync(string openId, string words)
    {
        _weChat.RequireAccessToken = false;
        using var body = new StringContent(
            $$$"""{"touser":"{{{openId}}}","msgtype":"text","text":{"content":"{{{words}}}"}}""",
            Encoding.UTF8,
            "application/json");
        using var answer = await _http!.PostAsync(new Uri(FakeApis.CustomSend, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}
