using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>Connections of strangers: they send little and slowly, or nothing.</summary>
internal sealed class Strangers(Uri server) : IDisposable
{
    private readonly List<Socket> _sockets = [];

    /// <summary>Connects, and sends this, unless the server hangs up first.</summary>
    public async Task<Socket> ConnectAsync(string beginning = "")
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_sockets)
            _sockets.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        try
        {
            if (beginning.Length > 0)
                await socket.SendAsync(Encoding.ASCII.GetBytes(beginning));
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // One connection too many: the server has hung up already. What it answers, a reader finds out.
        }

        return socket;
    }

    /// <summary>Sends a byte again and again until the server has answered or hung up; its answer.</summary>
    public static async Task<string> DripAsync(Socket socket)
    {
        var buffer = new byte[4096];
        var answer = socket.ReceiveAsync(buffer);
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(50)) != answer)
                await socket.SendAsync("x"u8.ToArray());
            return Encoding.ASCII.GetString(buffer, 0, await answer);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>What the server answers, until it hangs up or the headers are whole.</summary>
    public static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60)));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        lock (_sockets)
            _sockets.ForEach(socket => socket.Dispose());
    }
}
