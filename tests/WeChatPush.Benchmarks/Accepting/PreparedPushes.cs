using System.Text;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>Whole HTTP requests, made before the clock runs: each a new message of one of the row's users.</summary>
internal sealed class PreparedPushes
{
    private static readonly string Content =
        new string('好', 60) + " a message of about six hundred bytes, as customers write them to a shop";

    private readonly byte[][] _requests;
    private int _next = -1;

    private PreparedPushes(byte[][] requests) => _requests = requests;

    /// <summary>The next request, or <see langword="null"/> when all are used up: a repeated one would be a duplicate.</summary>
    public byte[]? Next()
    {
        var next = Interlocked.Increment(ref _next);
        return next < _requests.Length ? _requests[next] : null;
    }

    public static PreparedPushes Make(Contestant contestant, int count)
    {
        var app = contestant.App;
        var signer = new PushSigner(app);
        var users = contestant.Row.Users;
        var builders = Enumerable.Range(0, users).Select(i => new PushBuilder(app, $"oBench{i:000000}abcdefghijklmnop")).ToArray();
        return new PreparedPushes([.. Enumerable.Range(0, count).Select(i => Serialize(
            contestant.Row.IsVerification ? signer.Verification($"echo{i}") : signer.Push(builders[contestant.Row.IsWhole ? Random.Shared.Next(users) : i % users].Text(Content)),
            app.PushUrl))]);
    }

    /// <summary>So many messages, each of one of these users.</summary>
    public static PreparedPushes Make(IReadOnlyList<(SimulatedApp App, string OpenId)> users, int count)
    {
        var all = users.Select(user => (user.App.PushUrl, Signer: new PushSigner(user.App), Builder: new PushBuilder(user.App, user.OpenId))).ToArray();
        return new PreparedPushes([.. Enumerable.Range(0, count).Select(_ =>
        {
            var (url, signer, builder) = all[Random.Shared.Next(all.Length)];
            return Serialize(signer.Push(builder.Text(Content)), url);
        })]);
    }

    private static byte[] Serialize(PushRequest request, Uri url)
    {
        var address = request.AddressAt(url);
        var head = $"{request.Method} {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nUser-Agent: Mozilla/4.0\r\n";
        if (request.Method == HttpMethod.Post)
            head += $"Content-Type: text/xml\r\nContent-Length: {request.Body.Length}\r\n";
        return [.. Encoding.ASCII.GetBytes(head + "\r\n"), .. request.Body.Span];
    }
}
