using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests;

/// <summary>What anybody may send to a push URL, over real sockets.</summary>
public sealed class BadRequestTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync(("Receiving:MaxBodyBytes", "65536"));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_WhenHugeBodiesComeAtOnce_Is413_AndPushesAreAnsweredMeanwhile(bool chunked)
    {
        using var http = new HttpClient();
        var huge = Enumerable.Range(0, 16).Select(async _ =>
        {
            using var content = new ByteArrayContent(new byte[8 * 1024 * 1024]);
            using var request = new HttpRequestMessage(HttpMethod.Post, Signed()) { Content = content };
            request.Headers.TransferEncodingChunked = chunked;
            try
            {
                using var answer = await http.SendAsync(request);
                return answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                // The server has answered and does not read the rest; the client may notice the second first.
                return HttpStatusCode.RequestEntityTooLarge;
            }
        }).ToList();
        await _world.PushAsync(_world.User("oUser").Text("meanwhile"));

        (await Task.WhenAll(huge)).ShouldAllBe(status => status == HttpStatusCode.RequestEntityTooLarge);
        await _world.DeliveredAsync(1);
        ShouldHaveLoggedNoStack();
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello world\r\n0\r\n\r\n")]
    [InlineData("-1\r\nx\r\n")]
    [InlineData("fffffffffffffffffff\r\nx\r\n")]
    public async Task Post_WhenItsChunksAreBroken_Is400_WithoutAStackInTheLog(string chunks)
    {
        using var socket = await SendAsync($"Transfer-Encoding: chunked\r\n\r\n{chunks}");

        (await ReadStatusAsync(socket)).ShouldContain(" 400 ");
        await ShouldServeOnAsync();
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\n{\"MsgType\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("Content-Length: 10\r\n")]
    public async Task Post_WhenTheClientHangsUp_LeavesNoTrace(string beginning)
    {
        for (var i = 0; i < 100; i++)
        {
            using var socket = await SendAsync(beginning);
            if (i % 2 == 0)
                socket.LingerState = new LingerOption(true, 0);
        }

        await ShouldServeOnAsync();
    }

    private async Task<Socket> SendAsync(string headersAndBody)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_world.Server.Url.Host, _world.Server.Url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {Signed().PathAndQuery} HTTP/1.1\r\nHost: x\r\n{headersAndBody}"));
        return socket;
    }

    private static async Task<string> ReadStatusAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)) ?? "";
    }

    private Uri Signed() => new PushSigner(_world.App).Push(_world.User("oUser").Text("x")).AddressAt(_world.App.PushUrl);

    private async Task ShouldServeOnAsync()
    {
        await _world.PushAsync(_world.User("oUser").Text("on"));
        await _world.DeliveredAsync(1);
        ShouldHaveLoggedNoStack();
    }

    private void ShouldHaveLoggedNoStack()
    {
        _world.Server.Output.Split('\n').Where(line => line.Contains("   at ") || line.Contains("Exception")).ShouldBeEmpty();
        foreach (var secret in new[] { World.Token, World.Key, World.Secret, AdminClient.Key })
            _world.Server.Output.ShouldNotContain(secret);
    }
}
