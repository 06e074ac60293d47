using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>What one round of load measured.</summary>
internal sealed record RoundResult(int Accepted, int Refused, TimeSpan Elapsed, TimeSpan Processor, TimeSpan Redis, double P50, double P99)
{
    /// <summary>Attempts at its pushes that ended otherwise than done.</summary>
    public long NotDone { get; init; }

    /// <summary>Pushes whose answer WeChat has not had.</summary>
    public long Unsent { get; init; }

    public double PerSecond => Accepted / Elapsed.TotalSeconds;

    /// <summary>Processor microseconds per push.</summary>
    public double MicrosecondsEach => Processor.TotalMicroseconds / Math.Max(1, Accepted);

    /// <summary>Microseconds of Redis's own processor per push.</summary>
    public double RedisMicrosecondsEach => Redis.TotalMicroseconds / Math.Max(1, Accepted);
}

/// <summary>Closed-loop load: each connection sends its next push when it has the answer to the one before.</summary>
internal static class LoadRound
{
    public static async Task<RoundResult> RunAsync(
        Contestant contestant, PreparedPushes pushes, int connections, TimeSpan length, Process redis)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < connections; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, contestant.Port);
            sockets.Add(socket);
        }

        var before = await contestant.BeginAsync();
        var (processor, ofRedis) = (contestant.Processor, Used(redis));
        var begun = Stopwatch.GetTimestamp();
        var until = begun + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var rounds = await Task.WhenAll(sockets.Select(socket => RunConnectionAsync(socket, pushes, until)));
        var accepted = rounds.Sum(connection => connection.Times.Count);
        await contestant.WaitUntilHandledAsync(before, accepted);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        (processor, ofRedis) = (contestant.Processor - processor, Used(redis) - ofRedis);
        foreach (var socket in sockets)
            socket.Dispose();

        var times = rounds.SelectMany(connection => connection.Times).Order().ToArray();
        return new RoundResult(
            accepted, rounds.Sum(connection => connection.Refused), elapsed, processor, ofRedis, Percentile(times, 0.50), Percentile(times, 0.99))
        {
            NotDone = contestant.NotDone - before.NotDone,
            Unsent = await contestant.UnsentAsync(accepted),
        };
    }

    private static async Task<(List<double> Times, int Refused)> RunConnectionAsync(Socket socket, PreparedPushes pushes, long until)
    {
        await Task.Yield();
        var times = new List<double>(1 << 16);
        var refused = 0;
        var buffer = new byte[1024];
        while (Stopwatch.GetTimestamp() < until && pushes.Next() is { } request)
        {
            var begun = Stopwatch.GetTimestamp();
            var length = await AskAsync(socket, request, buffer);
            if (length == 0)
                return (times, refused + 1);
            if (buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            else
                refused++;
        }

        return (times, refused);
    }

    // Bytes of the answer; none: the server has closed the connection.
    private static async ValueTask<int> AskAsync(Socket socket, byte[] request, byte[] buffer)
    {
        var length = 0;
        try
        {
            await socket.SendAsync(request);
            do
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length));
                if (read == 0)
                    return 0;
                length += read;
            }
            while (!IsWhole(buffer.AsSpan(0, length)));
        }
        catch (SocketException)
        {
            return 0;
        }

        return length;
    }

    // Every answer here has a short body or none.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        return end >= 0 && (answer.Length > end + 4 || answer.IndexOf("Content-Length: 0"u8) >= 0);
    }

    private static TimeSpan Used(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
