using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using WeChatPush.Receiving;

namespace WeChatPush.Server.Admission;

/// <summary>
/// Lets no more connections in than can be begun with; the others wait where that costs nothing, in the backlog. One that
/// has waited too long there is closed unread: its answer would come too late, and to read it would make all the others late.
/// </summary>
internal sealed partial class BoundedListener(
    Socket listener, SocketConnectionContextFactory connections, Func<TimeSpan> maxWait, ILogger logger) : IConnectionListener
{
    /// <summary>How many may be let in and not begun with.</summary>
    public const int SlotCount = 64;

    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _slots = new(SlotCount);
    private long _closed;

    public EndPoint EndPoint { get; } = listener.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        await _slots.WaitAsync(cancellationToken);
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync(cancellationToken);
                if (SocketWait.Find(socket) > maxWait())
                {
                    socket.Dispose();
                    Report();
                    continue;
                }

                socket.NoDelay = true;
                var connection = connections.Create(socket);
                connection.Features.Set(new ConnectionSlot(_slots));
                return connection;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException error)
            {
                // The client has gone already; or there are too many connections, and some have to close first.
                if (error.SocketErrorCode == SocketError.TooManyOpenSockets)
                    await Task.Delay(AcceptRetryDelay, cancellationToken);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listener.Dispose();
        // A loop that waits for a slot wakes up, and finds that the listener is closed.
        _slots.Release();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        connections.Dispose();
        return ValueTask.CompletedTask;
    }

    // The first, then every power of two: the log is not the place to count them.
    private void Report()
    {
        var count = Interlocked.Increment(ref _closed);
        if ((count & (count - 1)) == 0)
            LogClosed(logger, count);
    }

    [LoggerMessage(900, LogLevel.Warning,
        "More comes than this server can take: a connection had waited for longer than WeChatPush:Receiving:MaxWait and was closed, so that WeChat tries again ({Count} so far). Give the server more processor time, or more instances on one Redis.")]
    private static partial void LogClosed(ILogger logger, long count);
}
