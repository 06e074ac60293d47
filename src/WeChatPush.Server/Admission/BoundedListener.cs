using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using WeChatPush.Receiving;

namespace WeChatPush.Server.Admission;

/// <summary>
/// Lets no more connections in than can be begun with; the others wait where that costs nothing, in the backlog. One that
/// has waited too long there is closed unread: its answer would come too late, and to read it would make all the others late.
/// So is one for which the table of all connections has no place.
/// </summary>
internal sealed class BoundedListener(
    Socket listener,
    SocketConnectionContextFactory connections,
    ConnectionTable table,
    AdmissionReport report,
    Func<TimeSpan> maxWait,
    Func<EndPoint?, bool> isOfProxy) : IConnectionListener
{
    /// <summary>How many may be let in and not begun with.</summary>
    public const int SlotCount = 64;

    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _slots = new(SlotCount);

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
                    report.Late();
                    continue;
                }

                socket.NoDelay = true;
                var connection = connections.Create(socket);
                var admittance = table.Add(new TrackedConnection(connection, table, isOfProxy(connection.RemoteEndPoint)));
                report.Accepted(admittance);
                if (admittance == Admittance.Refused)
                {
                    connection.Abort();
                    await connection.DisposeAsync();
                    continue;
                }

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
                // The client has gone already; or the system gives this process no more sockets, and some have to close first.
                if (error.SocketErrorCode != SocketError.TooManyOpenSockets)
                    continue;
                report.OutOfSockets();
                table.EndOne();
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
}
