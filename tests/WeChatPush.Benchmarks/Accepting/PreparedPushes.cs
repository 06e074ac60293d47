using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>Whole HTTP requests, made before the clock runs: each a new message, of one of a thousand users.</summary>
internal sealed class PreparedPushes
{
    private const int Users = 1000;

    private readonly byte[][] _requests;
    private int _next = -1;

    private PreparedPushes(byte[][] requests) => _requests = requests;

    /// <summary>The next request, or <see langword="null"/> when all are used up: a repeated one would be a duplicate.</summary>
    public byte[]? Next()
    {
        var next = Interlocked.Increment(ref _next);
        return next < _requests.Length ? _requests[next] : null;
    }

    public static PreparedPushes Make(Contestant contestant, PushFormat format, int count)
    {
        var url = new Uri($"http://127.0.0.1:{contestant.Port}/wechat/bench");
        var app = new SimulatedApp
        {
            Name = "bench",
            AppId = Contestant.AppId,
            Token = Contestant.Token,
            EncodingAesKey = Contestant.AesKey,
            Mode = contestant.Mode,
            Format = format,
            PushUrl = url,
        };
        var signer = new PushSigner(app);
        var builders = Enumerable.Range(0, Users).Select(i => new PushBuilder(app, $"oBench{i:000000}abcdefghijklmnop")).ToArray();
        var content = new string('好', 60) + " a message of about six hundred bytes, as customers write them to a shop";
        return new PreparedPushes([.. Enumerable.Range(0, count).Select(i => Serialize(signer.Push(builders[i % Users].Text(content)), url))]);
    }

    private static byte[] Serialize(PushRequest request, Uri url)
    {
        var address = request.AddressAt(url);
        var head = $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: Mozilla/4.0\r\n"
            + $"Content-Type: text/xml\r\nContent-Length: {request.Body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. request.Body.Span];
    }
}
