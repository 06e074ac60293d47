using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Admission;

/// <summary>What requests without a key leave in the log and in the metrics, on real connections.</summary>
public sealed class StrangersTracesTests
{
    private const int Requests = 1000;

    // The first and the powers of two of a thousand are ten.
    private const int MaxLines = 12;

    // Stands in everything that these requests make up.
    private const string Marker = "zq9x";

    private static readonly (string Name, Func<int, string> Request, End End)[] Kinds =
    [
        ("no such app", i => $"POST /wechat/{Marker}{i}?nonce=1{Head(i)}Content-Length: 2\r\n\r\nhi", End.Answer),
        ("no such path", i => $"GET /{Marker}{i}/x{Head(i)}\r\n", End.Answer),
        ("no query", i => $"POST /wechat/shop{Head(i)}Content-Length: 2\r\n\r\nhi", End.Answer),
        ("bad signature", i => $"POST /wechat/shop?signature={Marker}{i}&timestamp=1&nonce={i}{Head(i)}Content-Length: 2\r\n\r\nhi", End.Answer),
        ("bad verification", i => $"GET /wechat/shop?signature={Marker}{i}&timestamp=1&nonce={i}&echostr=e{Head(i)}\r\n", End.Answer),
        ("broken push", i => $"POST /wechat/shop?signature=a&timestamp=1&nonce={i}{Head(i)}Transfer-Encoding: chunked\r\n\r\n{Marker}\r\n", End.Answer),
        ("no such mini program", i => $"POST /mp/{Marker}{i}/session{Head(i)}Content-Length: 12\r\n\r\n{{\"code\":\"c\"}}", End.Answer),
        ("mini program without a secret", i => Session("bare", i), End.Answer),
        ("made-up code", i => Session("shop", i), End.Answer),
        ("half-closed session", i => Session("cafe", i), End.HalfClose),
        ("session that ends early", i => $"POST /mp/cafe/session{Head(i)}Content-Length: 100\r\n\r\n{{", End.HalfClose),
        ("no code", i => $"POST /mp/shop/session{Head(i)}Content-Length: 2\r\n\r\n{{}}", End.Answer),
        ("broken session", i => $"POST /mp/cafe/session{Head(i)}Transfer-Encoding: chunked\r\n\r\n{Marker}\r\n", End.Answer),
        ("half a session", i => $"POST /mp/cafe/session{Head(i)}Content-Length: 100\r\n\r\n{{", End.Reset),
        ("half a push", i => $"POST /wechat/shop?signature=a&timestamp=1&nonce={i}{Head(i)}Content-Length: 100\r\n\r\n{{", End.Reset),
        ("made-up token", i => $"POST /mp/shop/credits{Head(i)}Authorization: Bearer {Marker}{i}.{Marker}\r\nContent-Length: 2\r\n\r\n{{}}", End.Answer),
        ("wrong key", i => $"GET /api/v1/apps{Head(i)}Authorization: Bearer {Marker}{i}\r\n\r\n", End.Answer),
        ("wrong key, with a body", i => $"POST /api/v1/apps/shop/pushes{Head(i)}Authorization: Bearer {Marker}{i}\r\nContent-Length: 9\r\n\r\n{{", End.Reset),
        ("wrong key of health", i => $"GET /health/ready{Head(i)}Authorization: Bearer {Marker}{i}\r\n\r\n", End.Answer),
        ("no HTTP", i => $"{Marker}{i}\r\n\r\n", End.Answer),
        ("another version", i => $"GET /{Marker}{i} HTTP/{i % 9}.7\r\n\r\n", End.Answer),
        ("HTTP/2", i => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", End.Answer),
        ("TLS", i => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", End.HalfClose),
        ("invented method", i => $"{Marker}{i} /{Head(i)}\r\n", End.Answer),
        ("no host", i => "GET / HTTP/1.1\r\n\r\n", End.Answer),
        ("odd host", i => $"GET / HTTP/1.1\r\nHost: {Marker}{i}.example\r\nConnection: close\r\n\r\n", End.Answer),
        ("bad header", i => $"GET /{Head(i)}{Marker} {i}\r\n\r\n", End.Answer),
        ("large header", i => $"GET /{Head(i)}X: {new string('x', 20_000)}\r\n\r\n", End.Reset),
        ("bad length", i => $"POST /mp/shop/session{Head(i)}Content-Length: {Marker}{i}\r\n\r\n", End.Answer),
        ("forwarded for", i => $"GET /{Head(i)}X-Forwarded-For: {Marker}{i}, 1.2.3.{i % 256}, ,\r\n\r\n", End.Answer),
    ];

    [Fact]
    public async Task ThousandBadRequestsOfEachKind_LeaveAHandfulOfLines_AndNoNameOfTheirsInAnyMetric()
    {
        var made = new ConcurrentDictionary<(string Instrument, string Tag, string Value), bool>();
        using var listener = Listen(made);
        using var server = await ServerUnderTest.StartAsync(
            ("Apps:bare:AppId", "wx0123456789abcdef"),
            ("Apps:bare:Token", "baretoken"),
            ("TrustedProxies:0", "127.0.0.0/8"),
            ("TrustedProxies:1", "::1"));
        server.UseKestrel(0);
        server.StartServer();
        var port = server.ClientOptions.BaseAddress.Port;

        var lines = new Dictionary<string, int>();
        foreach (var (name, request, end) in Kinds)
        {
            var before = server.Log.Count;
            await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
                await SendAsync(port, request(i), end, cancellation));
            lines[name] = server.Log.Count - before;
        }

        lines.Where(kind => kind.Value > MaxLines).ShouldBeEmpty(server.Log.Text);
        server.Log.Lines.Where(line => line.Contains(Marker, StringComparison.Ordinal)).ShouldBeEmpty();
        made.Keys.Where(tag => tag.Value.Contains(Marker, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        made.Keys.ShouldNotBeEmpty();
        made.Keys.GroupBy(tag => (tag.Instrument, tag.Tag)).Where(values => values.Count() > 40).ShouldBeEmpty();
    }

    // Each from an address of its own, so that no limit of an address spares the log.
    private static string Head(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 203.0.{i / 256}.{i % 256}\r\n");

    private static string Session(string app, int i)
    {
        var body = $$"""{"code":"invalid-{{Marker}}{{i}}"}""";
        return string.Create(
            CultureInfo.InvariantCulture, $"POST /mp/{app}/session{Head(i)}Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private static async Task SendAsync(int port, string request, End end, CancellationToken cancellation)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            await client.SendAsync(Encoding.Latin1.GetBytes(request), cancellation);
            if (end == End.Reset)
            {
                client.LingerState = new LingerOption(true, 0);
                return;
            }

            if (end == End.HalfClose)
                client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4096];
            while (await client.ReceiveAsync(buffer, cancellation) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The server has hung up already, as it may.
        }
    }

    private static MeterListener Listen(ConcurrentDictionary<(string, string, string), bool> made)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (tag, value) in tags)
                made.TryAdd((instrument.Name, tag, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""), true);
        }

        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        return listener;
    }

    /// <summary>What the client does after its request.</summary>
    private enum End
    {
        /// <summary>It reads to the end.</summary>
        Answer,

        /// <summary>It says that nothing more will come, and reads to the end.</summary>
        HalfClose,

        /// <summary>It is gone.</summary>
        Reset,
    }
}
