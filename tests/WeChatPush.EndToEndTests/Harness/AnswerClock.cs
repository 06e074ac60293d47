using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WeChatPush.Receiving;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>
/// Takes the time of each answer, from the request's last byte on its way to the first of the answer at the client's own
/// system: how long a busy client waited for a connection before, and for a thread to look at the answer after, is left out.
/// So is a connection whose words had to be repeated: the queue of connections was full, and the server's system had dropped
/// what the client took for a connection.
/// </summary>
internal sealed class AnswerClock
{
    private readonly ConcurrentBag<double> _times = [];

    /// <summary>Milliseconds.</summary>
    public IReadOnlyCollection<double> Times => _times;

    /// <summary>A handler whose connections are measured.</summary>
    public SocketsHttpHandler Handler() => new() { ConnectCallback = ConnectAsync };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Measured(socket, _times);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Measured(Socket socket, ConcurrentBag<double> times) : NetworkStream(socket, ownsSocket: true)
    {
        private long _asked;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
            return base.WriteAsync(buffer, cancellationToken);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read > 0 && Interlocked.Exchange(ref _asked, 0) is not 0 and var asked && !WasRepeated())
                times.Add((Stopwatch.GetElapsedTime(asked) - SocketWait.Find(Socket)).TotalMilliseconds);
            return read;
        }

        private bool WasRepeated()
        {
            // tcpi_total_retrans of Linux's TCP_INFO.
            const int tcp = 6, info = 11, repeated = 100;
            Span<byte> all = stackalloc byte[repeated + sizeof(uint)];
            return Socket.GetRawSocketOption(tcp, info, all) == all.Length && MemoryMarshal.Read<uint>(all[repeated..]) > 0;
        }
    }
}
