using System.Net.Sockets;
using System.Text;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>What the query or the headers condemn is answered before the body has come, and the body is not waited for.</summary>
public sealed class UnreadBodyTests(ReceivingFixture fixture) : IClassFixture<ReceivingFixture>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly EngineUnderTest _engine = fixture.Engine;

    [Theory]
    [InlineData("shop", WireMode.Plaintext, "signature", null, 403)]
    [InlineData("shop", WireMode.Plaintext, "signature", "f464b24fc39322e44b38aa78f5edd27bd1441696", 403)]
    [InlineData("shop", WireMode.Plaintext, "timestamp", null, 400)]
    [InlineData("shop", WireMode.Plaintext, "nonce", null, 400)]
    [InlineData("secure", WireMode.Secure, "msg_signature", null, 403)]
    [InlineData("secure", WireMode.Secure, "msg_signature", "", 403)]
    [InlineData("secure", WireMode.Secure, "msg_signature", "f464b24fc39322e44b38aa78f5edd27bd144169", 403)]
    [InlineData("secure", WireMode.Secure, "msg_signature", "x464b24fc39322e44b38aa78f5edd27bd1441696", 403)]
    [InlineData("secure", WireMode.Secure, "timestamp", null, 400)]
    [InlineData("secure", WireMode.Secure, "timestamp", "soon", 400)]
    [InlineData("secure", WireMode.Secure, "timestamp", "1700000000", 403)]
    [InlineData("secure", WireMode.Secure, "nonce", "", 400)]
    public async Task AQuery_ThatIsWrong_IsAnsweredBeforeTheBody_AndTheConnectionEnds(
        string name, WireMode mode, string key, string? value, int status)
    {
        var app = _engine.App(name, mode);
        var request = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).With(key, value);

        (await AnswerWithoutBodyAsync(Head(app, request, "Content-Length: 60000"))).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Theory]
    [InlineData("Content-Length: 60000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task AKey_ThatIsGivenTwice_IsAnsweredBeforeTheBody(string body)
    {
        var app = _engine.App();
        var request = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).And("nonce", "again");

        (await AnswerWithoutBodyAsync(Head(app, request, body))).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Theory]
    [InlineData("cloud", "x-wx-source: wx_client", 403)]
    [InlineData("cloud", "x: y", 403)]
    [InlineData("relay", "x: y", 403)]
    [InlineData("relay", "webhook-signature: v1,AAAA", 400)]
    [InlineData("relay", "webhook-id: 1\r\nwebhook-timestamp: 1700000000\r\nwebhook-signature: v1,AAAA", 403)]
    [InlineData("nobody", "x: y", 404)]
    public async Task AHeader_ThatIsWrong_IsAnsweredBeforeTheBody(string name, string header, int status)
    {
        var head = $"POST /wechat/{name} HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Length: 60000\r\n\r\n";

        (await AnswerWithoutBodyAsync(head)).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task ABody_ThatIsThereAlready_LeavesTheConnectionForTheNextRequest()
    {
        var app = _engine.App();
        var bad = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).With("signature", null);
        var good = new PushSigner(app).Verification("echo");
        using var socket = await ConnectAsync();

        var head = Head(app, bad, $"Content-Length: {bad.Body.Length}") + Encoding.UTF8.GetString(bad.Body.Span);
        await socket.SendAsync(Encoding.UTF8.GetBytes(head));
        var first = await ReadAsync(socket, "\r\n\r\n");
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"GET {good.AddressAt(app.PushUrl).PathAndQuery} HTTP/1.1\r\nHost: x\r\n\r\n"));
        var second = await ReadAsync(socket, "echo");

        first.ShouldStartWith("HTTP/1.1 403 ");
        first.ShouldNotContain("Connection: close");
        second.ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task ABody_OfAMegabyte_DoesNotKeepTheAnswerFromItsSender()
    {
        var app = _engine.App();
        var bad = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi")).With("signature", null);
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(Head(app, bad, "Content-Length: 1000000")));

        (await ReadAsync(socket, "\r\n\r\n")).ShouldContain("Connection: close");
        try
        {
            for (var i = 0; i < 100; i++)
                await socket.SendAsync(new byte[10_000]).WaitAsync(Limit);
        }
        catch (SocketException)
        {
            // The connection has been closed, as announced.
        }
    }

    private static string Head(SimulatedApp app, PushRequest request, string body) =>
        $"POST {request.AddressAt(app.PushUrl).PathAndQuery} HTTP/1.1\r\nHost: x\r\n{body}\r\n\r\n";

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_engine.BaseUrl.Host, _engine.BaseUrl.Port);
        return socket;
    }

    // All there is until the connection ends; no byte of the body is ever sent.
    private async Task<string> AnswerWithoutBodyAsync(string head)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes(head));
        return await ReadAsync(socket, null);
    }

    private static async Task<string> ReadAsync(Socket socket, string? end)
    {
        using var over = new CancellationTokenSource(Limit);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (end is null || !text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(buffer, over.Token);
            }
            catch (SocketException) when (end is null)
            {
                break;
            }

            if (count == 0)
                break;
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
