using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WeChatPush.Receiving;

/// <summary>
/// How long ago a connection brought something the last time. Before that is read, it is how long the request has waited
/// for this process: in the backlog, behind others, or while nothing of the process ran at all. Only the
/// operating system has this figure.
/// </summary>
public static class SocketWait
{
    // tcpi_last_data_recv of Linux's TCP_INFO: milliseconds.
    private const int Tcp = 6;
    private const int Info = 11;
    private const int LastReceived = 52;

    /// <summary>The time, to the millisecond; nothing where the system does not tell.</summary>
    public static TimeSpan Find(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
            return TimeSpan.Zero;
        Span<byte> info = stackalloc byte[LastReceived + sizeof(uint)];
        try
        {
            return socket.GetRawSocketOption(Tcp, Info, info) < info.Length
                ? TimeSpan.Zero
                : TimeSpan.FromMilliseconds(MemoryMarshal.Read<uint>(info[LastReceived..]));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return TimeSpan.Zero;
        }
    }
}
