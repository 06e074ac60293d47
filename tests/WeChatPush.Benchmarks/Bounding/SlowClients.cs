using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Bounding;

/// <summary>Strangers who hold connections: a quarter says nothing, a quarter sends headers byte by byte, half sends bodies so.</summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private const int BodyBytes = 200_000;
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private readonly int _port;
    private int _open;
    private int _made;

    public SlowClients(Contestant contestant, int count)
    {
        _port = contestant.Port;
        var app = contestant.App;
        var address = new PushSigner(app).Push(new PushBuilder(app, "oStranger").Text("x")).AddressAt(app.PushUrl);
        var head = $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: x\r\n";
        byte[][] beginnings =
        [
            [],
            Encoding.ASCII.GetBytes(head + "X-Long: "),
            [.. Encoding.ASCII.GetBytes($"{head}Content-Length: {BodyBytes}\r\n\r\n"), .. new byte[BodyBytes - 1000]],
            Encoding.ASCII.GetBytes($"{head}Content-Length: {BodyBytes}\r\n\r\n{{"),
        ];
        _work = Task.WhenAll(Enumerable.Range(0, count).Select(i => StayAsync(beginnings[i % beginnings.Length])));
    }

    /// <summary>Connections that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections made so far.</summary>
    public int Made => Volatile.Read(ref _made);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _end.Dispose();
    }

    // Whoever is thrown out comes again.
    private async Task StayAsync(byte[] beginning)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                Interlocked.Increment(ref _made);
                Interlocked.Increment(ref _open);
                try
                {
                    await DripAsync(socket, beginning);
                }
                finally
                {
                    Interlocked.Decrement(ref _open);
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // The server has closed it, or the round is over.
            }

            await Task.Delay(BetweenTries).ConfigureAwait(false);
        }
    }

    private async Task DripAsync(Socket socket, byte[] beginning)
    {
        var answer = socket.ReceiveAsync(new byte[1024], SocketFlags.None, _end.Token).AsTask();
        await socket.SendAsync(beginning, SocketFlags.None, _end.Token);
        while (await Task.WhenAny(answer, Task.Delay(BetweenBytes, _end.Token)) != answer)
        {
            _end.Token.ThrowIfCancellationRequested();
            if (beginning.Length > 0)
                await socket.SendAsync("x"u8.ToArray(), SocketFlags.None, _end.Token);
        }

        await answer;
    }
}
