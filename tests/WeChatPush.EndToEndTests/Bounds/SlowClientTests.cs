using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests.Bounds;

/// <summary>Strangers who send little, slowly, or only begin to.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const string Timeout = "WeChatPush:Receiving:RequestTimeout";
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private World _world = null!;
    private Strangers _strangers = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync(
            ("Receiving:RequestTimeout", "00:00:01"),
            ("Receiving:MaxBodyBytes", "65536"),
            ("Receiving:MaxBytesInFlight", "262144"));
        _strangers = new Strangers(_world.Server.Url);
    }

    public async Task DisposeAsync()
    {
        _strangers.Dispose();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("Content-Length: 60000\r\n\r\n{\"MsgType\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffff\r\nhel")]
    [InlineData("Content-Length: 60000\r\n\r\n")]
    [InlineData("X-Long: y")]
    public async Task APush_ThatComesByteByByte_EndsInTime(string rest)
    {
        var slow = await _strangers.ConnectAsync($"{Head()}{rest}");

        (await Strangers.DripAsync(slow).WaitAsync(WaitTimeout)).ShouldMatch("^(HTTP/1.1 408 .*|)$|^HTTP/1.1 408");
        await ShouldServeOnAsync();
    }

    [Fact]
    public async Task ASlowBody_IsCountedAndTheSettingIsNamed()
    {
        await Strangers.DripAsync(await _strangers.ConnectAsync($"{Head()}Content-Length: 60000\r\n\r\n")).WaitAsync(WaitTimeout);

        await ShouldServeOnAsync();
        _world.Server.Output.ShouldContain(Timeout);
    }

    [Theory]
    [InlineData("POST /mp/shop/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{")]
    [InlineData("GET /api/v1/apps HTTP/1.1\r\nHost: x\r\nX-Long: y")]
    public async Task AnyOtherRequestWithoutAKey_ThatComesByteByByte_EndsInTime(string beginning)
    {
        await Strangers.DripAsync(await _strangers.ConnectAsync(beginning)).WaitAsync(WaitTimeout);

        await ShouldServeOnAsync();
    }

    [Fact]
    public async Task ABodyOfAStranger_ThatIsLargerThanAnyOfItsRequests_Is413()
    {
        using var http = new HttpClient();
        using var large = new StringContent(
            $$"""{"code":"{{new string('x', 20_000)}}"}""", Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync(new Uri(_world.Server.Url, "/mp/shop/session"), large);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task AnUploadWithAKey_MayTakeLonger()
    {
        var socket = await _strangers.ConnectAsync(
            $"POST /api/v1/apps/shop/credits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {AdminClient.Key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{");
        // Until a request that began later has met its end.
        (await Strangers.DripAsync(await _strangers.ConnectAsync($"{Head()}Content-Length: 60000\r\n\r\n")).WaitAsync(WaitTimeout))
            .ShouldNotContain("200");
        await socket.SendAsync("}"u8.ToArray());

        (await Strangers.ReadAsync(socket)).ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task BodiesThatArriveTogether_HoldNoMoreThanTheBudget_AndAPushThatComesWholeIsTaken()
    {
        var part = new string(' ', 50_000);
        var begun = new List<Socket>();
        for (var i = 0; i < 8; i++)
            begun.Add(await _strangers.ConnectAsync($"{Head()}Content-Length: 60000\r\n\r\n{part}"));

        var answers = await Task.WhenAll(begun.Select(Strangers.ReadAsync));

        answers.Count(answer => answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) && answer.Contains("Retry-After: 1"))
            .ShouldBeGreaterThanOrEqualTo(4);
        _world.Server.Output.ShouldContain("WeChatPush:Receiving:MaxBytesInFlight");
        await ShouldServeOnAsync();
    }

    private string Head()
    {
        var address = new PushSigner(_world.App).Push(_world.User("oUser").Text("x")).AddressAt(_world.App.PushUrl);
        return $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: x\r\n";
    }

    private async Task ShouldServeOnAsync()
    {
        await _world.PushAsync(_world.User("oUser").Text("on"));
        await _world.DeliveredAsync(1);
        _world.Server.Output.Split('\n').Where(line => line.Contains("   at ") || line.Contains("Exception")).ShouldBeEmpty();
    }
}
