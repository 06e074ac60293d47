using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>A wire that can be cut, slowed down, and pulled out, without the ends knowing.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Wire, bool> _wires = new();
    private readonly Task _work;
    private long _delay;

    public TcpProxy()
    {
        _listener.Start();
        _work = AcceptAsync();
    }

    /// <summary>Where one end is plugged in.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where the other end leads to.</summary>
    public int Target { get; set; }

    /// <summary>How long everything that goes through takes, in either direction.</summary>
    public TimeSpan Delay
    {
        get => new(Volatile.Read(ref _delay));
        set => Volatile.Write(ref _delay, value.Ticks);
    }

    /// <summary>Pulled out: who connects is hung up on.</summary>
    public bool IsOut { get; set; }

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts every connection there is, in the middle of whatever goes through.</summary>
    public void Cut()
    {
        foreach (var wire in _wires.Keys)
        {
            Cuts++;
            wire.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _work;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync();
                _ = IsOut ? Task.Run(near.Dispose) : JoinAsync(near);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task JoinAsync(Socket near)
    {
        using var wire = new Wire(near, new Socket(SocketType.Stream, ProtocolType.Tcp));
        _wires[wire] = true;
        try
        {
            await wire.Far.ConnectAsync(IPAddress.Loopback, Target);
            await Task.WhenAny(PumpAsync(wire.Near, wire.Far), PumpAsync(wire.Far, wire.Near));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The target does not listen, or it was cut: then the other end is hung up on.
        }

        _wires.TryRemove(wire, out _);
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var length and > 0)
            {
                if (Delay is { Ticks: > 0 } delay)
                    await Task.Delay(delay);
                for (var at = 0; at < length;)
                    at += await to.SendAsync(buffer.AsMemory(at, length - at));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private sealed record Wire(Socket Near, Socket Far) : IDisposable
    {
        public void Dispose()
        {
            Near.Close(0);
            Far.Close(0);
        }
    }
}
