using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Server.Admission;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Admission;

public sealed class BoundedListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);
    private static readonly TimeSpan None = TimeSpan.FromMilliseconds(-1);

    private readonly FakeLogger _log = new();
    private readonly List<IAsyncDisposable> _accepted = [];
    private readonly List<Socket> _clients = [];
    private readonly Queue<TimeSpan> _timeout = [];
    private readonly BoundedListener _listener;

    public BoundedListenerTests()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        _listener = new BoundedListener(
            socket,
            new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), _log),
            () => _timeout.TryDequeue(out var time) ? time : Endless, _log);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        _clients.ForEach(client => client.Dispose());
        foreach (var connection in _accepted)
            await connection.DisposeAsync();
    }

    [Fact]
    public async Task AcceptAsync_WhenAConnectionHasWaitedTooLong_ClosesIt_AndGivesTheNext()
    {
        _timeout.Enqueue(None);
        var late = await ConnectAsync();
        var next = await ConnectAsync();

        (await AcceptAsync())!.RemoteEndPoint.ShouldBe(next.LocalEndPoint);
        (await late.ReceiveAsync(new byte[1])).ShouldBe(0);
        _log.Collector.Text.ShouldContain("WeChatPush:Receiving:MaxWait");
    }

    [Fact]
    public async Task AcceptAsync_WhenAllPlacesAreTaken_WaitsUntilOneIsLeft()
    {
        ConnectionContext? first = null;
        for (var i = 0; i < BoundedListener.SlotCount; i++)
        {
            await ConnectAsync();
            first ??= await AcceptAsync();
            if (i > 0)
                await AcceptAsync();
        }

        await ConnectAsync();
        var one = AcceptAsync();
        one.IsCompleted.ShouldBeFalse();

        await ConnectionSlot.ReleaseAfter(_ => Task.CompletedTask)(first!);
        (await one).ShouldNotBeNull();
    }

    [Fact]
    public async Task AcceptAsync_WhenItIsUnbound_IsOver()
    {
        var waiting = AcceptAsync();
        await _listener.UnbindAsync();

        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task AcceptAsync_WhenItIsUnboundWhileAllPlacesAreTaken_IsOver()
    {
        for (var i = 0; i < BoundedListener.SlotCount; i++)
        {
            await ConnectAsync();
            await AcceptAsync();
        }

        var waiting = AcceptAsync();
        await _listener.UnbindAsync();

        (await waiting).ShouldBeNull();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        await client.ConnectAsync(_listener.EndPoint);
        return client;
    }

    private async Task<ConnectionContext?> AcceptAsync()
    {
        var connection = await _listener.AcceptAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        if (connection is not null)
            _accepted.Add(connection);
        return connection;
    }
}
