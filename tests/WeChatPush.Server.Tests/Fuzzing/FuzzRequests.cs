using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>
/// Makes requests of which one thing is wrong, and signs what comes before it rightly: what is wrong inside is to be found
/// inside, and not at the door.
/// </summary>
internal static class FuzzRequests
{
    private static readonly string[] ContentTypes =
        ["text/xml", "application/json", "", "text/plain; charset=gbk", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x", "application/json; charset=utf-16", ";"];

    /// <summary>The request of a case.</summary>
    public static FuzzRequest From(FuzzCase chance) => chance.Random.Next(24) switch
    {
        >= 20 => WithTypedText(chance),
        < 10 => WithContent(chance),
        < 13 => WithEnvelope(chance),
        < 15 => WithCiphertext(chance),
        < 18 => WithQuery(chance),
        _ => WithTransport(chance),
    };

    /// <summary>What WeChat says is mutated, before it is sealed and signed.</summary>
    private static FuzzRequest WithContent(FuzzCase chance)
    {
        var app = App(chance);
        var clear = FuzzText.Mutate(chance, Fresh(chance, app), FuzzCorpus.Bodies);
        var payload = Payload(chance, app, clear);

        // What stands in clear beside a ciphertext is not what is stored, and what the writer cannot put a ciphertext into
        // goes without the clear fields.
        return Request(app, new PushSigner(app).Push(payload)) with
        {
            Clear = clear,
            Allowed = MayBeForbidden(app, clear) ? [200, 400, 403, 413] : [200, 400, 413],
        };
    }

    // Another addressee, another user than the gateway names, a payment that nothing is signed of, a ciphertext that nobody made.
    private static bool MayBeForbidden(SimulatedApp app, byte[] clear) =>
        app.IsEncrypted || app.Name is "named" or "cloud" || clear.AsSpan().IndexOf("Encrypt"u8) >= 0 || clear.AsSpan().IndexOf("xpay_"u8) >= 0;

    /// <summary>Nothing is wrong but what a user typed, which WeChat writes as it is.</summary>
    private static FuzzRequest WithTypedText(FuzzCase chance)
    {
        // That app is another account's: nothing that a user types to this one reaches it.
        var app = App(chance);
        while (app.Name == "named")
            app = App(chance);
        var typed = string.Concat(Enumerable.Range(0, chance.Random.Next(1, 20)).Select(_ => chance.Pick(TypedTexts.Parts)));
        if (TypedTexts.IsSplit(typed))
            typed = TypedTexts.Forged;
        var (openId, msgId) = (FuzzCorpus.UserOf(chance), FuzzCorpus.MsgIdOf(chance));
        var clear = app.Format == PushFormat.Json || app.Route == PushRoute.CloudFunction
            ? TypedTexts.Json(typed, openId, msgId)
            : TypedTexts.Xml(typed, openId, msgId);
        return Request(app, new PushSigner(app).Push(Payload(chance, app, clear))) with { Clear = clear, Typed = typed, Allowed = [200] };
    }

    /// <summary>What stands around a good ciphertext is mutated.</summary>
    private static FuzzRequest WithEnvelope(FuzzCase chance)
    {
        var app = chance.Pick(FuzzApps.Sealed);
        var clear = Fresh(chance, app);
        var request = Request(app, new PushSigner(app).Push(Payload(chance, app, clear)));
        return request with { Body = FuzzText.Mutate(chance, request.Body, FuzzCorpus.Bodies), Clear = clear, Allowed = [200, 400, 403, 413] };
    }

    /// <summary>The ciphertext is mutated, or what is in it, and signed by somebody who may.</summary>
    private static FuzzRequest WithCiphertext(FuzzCase chance)
    {
        var app = chance.Pick(FuzzApps.Sealed);
        var clear = Fresh(chance, app);
        var payload = Payload(chance, app, clear);
        var encrypt = chance.Once(2)
            ? FuzzSeal.Encrypt(chance, clear, app.EncodingAesKey!, app.AppId)
            : Encoding.Latin1.GetString(FuzzText.Mutate(chance, Encoding.ASCII.GetBytes(app.Cipher().Encrypt(clear)), FuzzCorpus.Bodies));
        return Request(app, new PushSigner(app).Encrypted(payload, encrypt)) with { Allowed = [200, 400, 403, 413] };
    }

    /// <summary>The query string is mutated.</summary>
    private static FuzzRequest WithQuery(FuzzCase chance)
    {
        var app = chance.Pick(FuzzApps.Signed);
        var signer = new PushSigner(app);
        var clear = Fresh(chance, app);
        var request = chance.Once(3)
            ? Request(app, signer.Verification("4375120948345356249"))
            : Request(app, signer.Push(Payload(chance, app, clear))) with { Clear = clear };
        return request with { Query = FuzzQuery.Mutate(chance, request.Query), Allowed = [200, 400, 403] };
    }

    /// <summary>Everything is right but the way in which it comes.</summary>
    private static FuzzRequest WithTransport(FuzzCase chance)
    {
        var app = App(chance);
        var clear = Fresh(chance, app);
        if (clear.AsSpan().IndexOf("Encrypt"u8) >= 0)
            return WithContent(chance); // on record in compatible mode: the ciphertext there is somebody else's

        var request = Request(app, new PushSigner(app).Push(Payload(chance, app, clear))) with { Clear = clear };
        return chance.Random.Next(6) switch
        {
            0 => request with { Method = chance.Pick(["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"]), Allowed = [405], Clear = null },
            1 => request with { App = chance.Pick(["nobody", "PLAIN", "plain%20", "plain%2Fx", "%", "..", new string('a', 3000), "你"]), Allowed = [200, 404, 403], Clear = null },
            2 => request with { Headers = [.. request.Headers, .. Headers(chance)], Allowed = [200, 403, 400] },
            3 => request with { Method = "GET", Allowed = [400, 403, 405], Clear = null },
            4 => request with { Body = [], Allowed = [200, 400, 403], Clear = null },
            _ => request with { ContentType = chance.Pick(ContentTypes), Allowed = [200, 403] },
        };
    }

    private static SimulatedApp App(FuzzCase chance) => chance.Random.Next(8) switch
    {
        0 => FuzzApps.Cloud,
        1 => FuzzApps.Relay,
        _ => chance.Pick(FuzzApps.Signed),
    };

    private static byte[] Fresh(FuzzCase chance, SimulatedApp app) =>
        FuzzCorpus.New(chance, onlyJson: app.Route == PushRoute.CloudFunction);

    private static PushPayload Payload(FuzzCase chance, SimulatedApp app, byte[] body) =>
        new PushBuilder(app, FuzzCorpus.UserOf(chance)).Raw(body);

    private static FuzzRequest Request(SimulatedApp app, PushRequest request) => new()
    {
        App = app.Name,
        Method = request.Method.Method,
        Query = request.AddressAt(app.PushUrl).Query,
        Headers = request.Headers,
        ContentType = request.ContentType,
        Body = request.Body.ToArray(),
        Allowed = [],
    };

    private static IEnumerable<KeyValuePair<string, string>> Headers(FuzzCase chance) => chance.Random.Next(5) switch
    {
        0 => [new("x-wx-source", chance.Pick(["", " ", "wx_mp", new('x', 2000)])), new("x-wx-openid", new('o', 2000))],
        1 => [new("Content-Encoding", "gzip"), new("Expect", "100-continue")],
        2 => [new("webhook-id", "1"), new("webhook-timestamp", "99999999999999999999"), new("webhook-signature", "v1,")],
        3 => [new("X-Forwarded-For", "::1"), new("Host", "evil"), new("Cookie", new('c', 3000))],
        _ => Enumerable.Range(0, 50).Select(number => new KeyValuePair<string, string>($"x-{number}", "v")),
    };
}
