using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Server.Admission;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Admission;

public sealed class BoundedListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);
    private static readonly TimeSpan None = TimeSpan.FromMilliseconds(-1);

    private const int Places = 100;

    private readonly FakeLogger<BoundedListener> _log = new();
    private readonly List<IAsyncDisposable> _accepted = [];
    private readonly List<Socket> _clients = [];
    private readonly Queue<TimeSpan> _timeout = [];
    private readonly ManualTimeProvider _time = new();
    private readonly ConnectionTable _table;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProcessEnd _end;
    private readonly SocketShortage _shortage;
    private readonly BoundedListener _listener;
    private int _places = Places * 2;

    public BoundedListenerTests()
    {
        _table = new ConnectionTable(() => _places);
        _end = new ProcessEnd(_ended.SetResult, TimeSpan.Zero);
        _shortage = new SocketShortage(_time, _end, NullLogger<SocketShortage>.Instance);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        _listener = new BoundedListener(
            socket,
            new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), _log),
            _table,
            new AdmissionReport(_shortage, _log),
            () => _timeout.TryDequeue(out var time) ? time : Endless,
            _ => false);
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

        await ConnectionTracking.Track(_ => Task.CompletedTask)(first!);
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

    [Fact]
    public async Task AcceptAsync_WhenThereIsNoPlace_EndsASilentConnection_ForTheNew()
    {
        _places = 4;
        await ConnectAsync();
        (await AcceptAsync())!.Features.Get<TrackedConnection>()!.Complete();
        var silent = await ConnectAsync();
        await AcceptAsync();
        var last = await ConnectAsync();

        (await AcceptAsync())!.RemoteEndPoint.ShouldBe(last.LocalEndPoint);
        await ClosedAsync(silent);
        _table.Count.ShouldBe(2);
        _log.Collector.Text.ShouldContain("WeChatPush:Receiving:MaxConnections");
    }

    [Fact]
    public async Task AcceptAsync_WhenAllHaveARequestUnderWay_ClosesTheNew_AndGivesTheNextThatHasAPlace()
    {
        _places = 4;
        for (var i = 0; i < 2; i++)
        {
            await ConnectAsync();
            (await AcceptAsync())!.Features.Get<TrackedConnection>()!.Complete();
        }

        var refused = await ConnectAsync();
        var accepting = AcceptAsync();
        await ClosedAsync(refused);
        _log.Collector.Text.ShouldContain("all with a request under way");

        _places = 6;
        var next = await ConnectAsync();
        (await accepting)!.RemoteEndPoint.ShouldBe(next.LocalEndPoint);
    }

    [Fact]
    public void AShortageOfSockets_WhenThereWasOneMeanwhile_EndsNothing()
    {
        _shortage.Begin();
        _time.Advance(SocketShortage.Limit - TimeSpan.FromSeconds(1));
        _shortage.Begin();
        _shortage.End();
        _shortage.Begin();
        _time.Advance(SocketShortage.Limit - TimeSpan.FromSeconds(1));
        _shortage.Begin();
        _end.IsAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task AShortageOfSockets_WhenItLasts_EndsTheProcess()
    {
        _shortage.Begin();
        _time.Advance(SocketShortage.Limit);
        _shortage.Begin();

        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task ClosedAsync(Socket client)
    {
        try
        {
            (await client.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        }
        catch (SocketException error)
        {
            error.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        }
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
