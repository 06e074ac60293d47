using System.Globalization;
using System.Text;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.EndToEndTests.Fuzzing;

/// <summary>
/// Requests as bytes on a wire, wrong in ways that no HTTP client would be: lengths that lie, chunks that are none, lines
/// that end early.
/// </summary>
internal static class WireCases
{
    private static readonly string[] Lengths = ["0", "1", "-1", "+5", "99999", "9223372036854775808", "abc", "1, 2", "", "0x10", " 10", "1 0"];

    private static readonly string[] Encodings = ["chunked", "Chunked", "gzip, chunked", "chunked, chunked", "identity", "chunked\r\nContent-Length: 3", "\tchunked", "x"];

    private static readonly string[] Sizes = ["0", "1", "fffffffff", "-1", "zz", "", " 5", "5;ext=\"x\"", "5;" + new string('e', 5000), "0005", "5\r\n\r\n"];

    /// <summary>The bytes of a case; <paramref name="valid"/> is the push it begins with.</summary>
    public static byte[] From(FuzzCase chance, SimulatedApp app, PushPayload valid)
    {
        var request = new PushSigner(app).Push(valid);
        var query = request.AddressAt(app.PushUrl).PathAndQuery;
        var body = request.Body.ToArray();
        return chance.Random.Next(8) switch
        {
            0 => FuzzText.Mutate(chance, Whole(query, Length(body.Length), body), FuzzCorpus.Bodies),
            1 => Whole(query, $"Content-Length: {chance.Pick(Lengths)}", body),
            2 => Whole(query, Length(body.Length + chance.Random.Next(1, 5000)), body),
            3 => Whole(query, "Transfer-Encoding: chunked", Chunked(chance, body)),
            4 => Whole(query, $"Transfer-Encoding: {chance.Pick(Encodings)}", Chunked(chance, body)),
            5 => Whole(app.PushUrl.AbsolutePath + FuzzQuery.Mutate(chance, new Uri(app.PushUrl, query).Query), Length(body.Length), body),
            6 => Whole(query, $"{Length(body.Length)}\r\n{Header(chance)}", body),
            _ => Mutated(chance, app, valid),
        };
    }

    /// <summary>A push that nothing is wrong with.</summary>
    public static byte[] Good(SimulatedApp app, PushPayload payload)
    {
        var request = new PushSigner(app).Push(payload);
        return Whole(request.AddressAt(app.PushUrl).PathAndQuery, Length(request.Body.Length), request.Body.ToArray());
    }

    private static byte[] Mutated(FuzzCase chance, SimulatedApp app, PushPayload valid)
    {
        var clear = FuzzText.Mutate(chance, FuzzCorpus.New(chance), FuzzCorpus.Bodies);
        return Good(app, valid with { Body = clear });
    }

    private static byte[] Whole(string pathAndQuery, string headers, byte[] body) =>
    [
        .. Encoding.UTF8.GetBytes($"POST {pathAndQuery} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n\r\n"), .. body,
    ];

    private static string Length(int length) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}");

    private static byte[] Chunked(FuzzCase chance, byte[] body)
    {
        using var chunks = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, chance.Random.Next(1, 300));
            var size = chance.Once(8) ? chance.Pick(Sizes) : length.ToString("x", CultureInfo.InvariantCulture);
            chunks.Write(Encoding.Latin1.GetBytes(size + (chance.Once(30) ? "\n" : "\r\n")));
            chunks.Write(body.AsSpan(at, length));
            chunks.Write(Encoding.Latin1.GetBytes(chance.Once(30) ? "" : "\r\n"));
            at += length;
        }

        chunks.Write(Encoding.Latin1.GetBytes(chance.Pick(["0\r\n\r\n", "0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n", "", "0\r\n", "0\r\n\r\nGET / HTTP/1.1\r\n\r\n"])));
        return chunks.ToArray();
    }

    private static string Header(FuzzCase chance) => chance.Pick(
    [
        "Content-Type: application/json; charset=utf-16", "Content-Encoding: gzip", "Expect: 100-continue", "Expect: x", "Upgrade: websocket\r\nConnection: Upgrade",
        ": x", "x y: z", "X: a\r\n folded", "X: \0", "Host: a\r\nHost: b", "Content-Length: 7", $"X: {new string('x', 40_000)}", "x-wx-source: wx_mp",
        string.Join("\r\n", Enumerable.Range(0, 200).Select(number => $"x-{number}: 1")), "Transfer-Encoding: chunked",
    ]);
}
