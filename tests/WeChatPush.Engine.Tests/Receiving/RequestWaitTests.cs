using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using WeChatPush.Receiving;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Receiving;

public sealed class RequestWaitTests : IAsyncLifetime
{
    private readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly ManualTimeProvider _time = new();
    private readonly DefaultHttpContext _context = new();
    private Socket _server = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await _client.ConnectAsync(listener.LocalEndpoint);
        _server = await listener.AcceptSocketAsync();
        _context.Features.Set<IConnectionSocketFeature>(new Feature(_server));
        await _client.SendAsync("push"u8.ToArray());
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        _server.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task SocketWait_GrowsAsLongAsNothingComes()
    {
        await Eventually.TrueAsync(() => SocketWait.Find(_server) > TimeSpan.FromMilliseconds(50), () => $"{SocketWait.Find(_server)}");

        await _server.ReceiveAsync(new byte[100]);
        SocketWait.Find(_server).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void SocketWait_OfWhatIsNoConnection_IsNothing()
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        SocketWait.Find(udp).ShouldBe(TimeSpan.Zero);

        _server.Dispose();
        SocketWait.Find(_server).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Of_WhileNothingWaits_LooksNowAndThen_AndAtEachWhenSomethingDoes()
    {
        var wait = new RequestWait(_time);
        wait.Find(new DefaultHttpContext()).ShouldBe(TimeSpan.Zero);
        await Eventually.TrueAsync(() => SocketWait.Find(_server) > TimeSpan.FromMilliseconds(200), () => $"{SocketWait.Find(_server)}");

        wait.Find(_context).ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        wait.Find(_context).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200));
        wait.Find(_context).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200));
    }

    private sealed record Feature(Socket Socket) : IConnectionSocketFeature;
}
