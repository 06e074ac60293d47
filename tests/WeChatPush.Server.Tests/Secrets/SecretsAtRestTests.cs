using System.Net;
using System.Text;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Secrets;

/// <summary>Whoever gets hold of the data, without the keys beside it, learns no secret.</summary>
public sealed class SecretsAtRestTests
{
    private const string AppSecret = "9f86d081884c7d659a2feaa0c55ad015";
    private const string PreviousToken = "TheTokenBeforeThatNobodyMayKnow";
    private const string StoredSecret = "b94d27b9934d3e08a52e52d7da7dabfa";
    private const string WebhookSecret = "whsec_c2l4dGVlbi1ieXRlcy1hbmQtc2l4dGVlbi1tb3JlIQ==";
    private const string SealingKey = "dGhpcnR5LXR3by1ieXRlcy1mb3Itc2VhbGluZy1pdCE=";

    // What is no secret is found: so would a secret be.
    private const string Canary = "canary-that-is-no-secret";

    [Fact]
    public async Task DataDirectory_HoldsNoSecret()
    {
        using var server = await StartAsync();
        var secrets = await RunAsync(server);

        Check(FilesIn(server.DataDirectory), secrets);
    }

    [Fact]
    public async Task Redis_AndTheDataDirectoryBesideIt_HoldNoSecret()
    {
        await using var redis = await RedisServer.StartAsync("rdbcompression no");
        using var server = await StartAsync(
            ("ConnectionStrings:Redis", redis.ConnectionString), ("Secrets:Key", SealingKey), ("Secrets:PreviousKeys:0", null));
        var secrets = await RunAsync(server);
        (await redis.SayAsync(0, "SAVE")).ShouldStartWith("+OK");

        Check(FilesIn(redis.Folder), [.. secrets, SealingKey, Encoding.UTF8.GetString(Convert.FromBase64String(SealingKey))]);
        File.Exists(Path.Combine(redis.Folder, "dump.rdb")).ShouldBeTrue();
        Find([Path.Combine(redis.Folder, "dump.rdb")], Canary).ShouldNotBeEmpty();
        Find(FilesIn(server.DataDirectory), secrets).ShouldBeEmpty();
    }

    private static Task<ServerUnderTest> StartAsync(params (string Key, string? Value)[] more) => ServerUnderTest.StartAsync(
    [
        ("Apps:shop:AppSecret", AppSecret),
        ("Apps:shop:PreviousToken", PreviousToken),
        ("Apps:shop:Rules:0:MsgType", "text"),
        ("Apps:shop:Rules:0:Send:Text", "hello"),
        ("Apps:cafe:EncodingAesKey", Cafe.EncodingAesKey),
        ("Apps:cafe:AppSecret", AppSecret),
        .. more,
    ]);

    private static SimulatedApp Cafe => new()
    {
        Name = "cafe",
        AppId = "wx0123456789abcdef",
        Token = "shoptoken",
        EncodingAesKey = "TheCafeHasAKeyThatNobodyElseMayKnow00000000",
        Mode = WireMode.Secure,
        PushUrl = new Uri("http://localhost/wechat/cafe"),
    };

    // Everything that handles a secret; returns what must be nowhere.
    private static async Task<string[]> RunAsync(ServerUnderTest server)
    {
        using var client = server.Client();
        var bakery = await MakeAppAsync(client);
        await server.PushAsync(new PushBuilder(server.Shop, "oUser").Text(Canary));
        await PushAsync(server, Cafe);
        await PushAsync(server, bakery);

        var token = await TextAsync(client, "/api/v1/apps/shop/access-token", "accessToken");
        (await SendAsync(client)).ShouldBe("sent");
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, ErrCode = 47003, ErrMsg = $"echo {token} {AppSecret}", Times = 2 });
        await server.PushAsync(new PushBuilder(server.Shop, "oUser").Text("again"), "dead");
        (await SendAsync(client)).ShouldNotBe("sent");

        using var phone = server.Client(key: null);
        using var opened = await phone.PostAsync("/mp/shop/session", """{"code":"lee"}""");
        var session = (await opened.JsonAsync(HttpStatusCode.OK)).GetProperty("token").GetString()!;
        phone.DefaultRequestHeaders.Authorization = new("Bearer", session);
        using var reported = await phone.PostAsync("/mp/shop/credits", """{"formIds":[{"formId":"f1"}]}""");
        await reported.JsonAsync(HttpStatusCode.OK);

        // A new one, while the one before is still in the store.
        server.WeChat.Tokens.Revoke();
        (await SendAsync(client)).ShouldBe("sent");
        var next = await TextAsync(client, "/api/v1/apps/shop/access-token", "accessToken");
        next.ShouldNotBe(token);
        return
        [
            AppSecret, PreviousToken, StoredSecret, WebhookSecret, WebhookSecret["whsec_".Length..], "sixteen-bytes-and-sixteen-more!", "shoptoken",
            Cafe.EncodingAesKey!, bakery.Token, bakery.EncodingAesKey!, token, next, session, ServerUnderTest.AdminKey,
        ];
    }

    private static async Task<SimulatedApp> MakeAppAsync(HttpClient client)
    {
        using var answer = await client.PostAsync(
            "/api/v1/apps",
            $$$"""
            {"name":"bakery","appId":"wxbakery","appSecret":"{{{StoredSecret}}}",
             "rules":[{"msgType":"image","forward":{"url":"http://127.0.0.1:9/","secret":"{{{WebhookSecret}}}"}}]}
            """);
        var made = (await answer.JsonAsync(HttpStatusCode.Created)).GetProperty("madeSecrets");
        return new()
        {
            Name = "bakery",
            AppId = "wxbakery",
            Token = made.GetProperty("token").GetString()!,
            EncodingAesKey = made.GetProperty("encodingAesKey").GetString(),
            Mode = WireMode.Secure,
            PushUrl = new Uri("http://localhost/wechat/bakery"),
        };
    }

    private static async Task PushAsync(ServerUnderTest server, SimulatedApp app)
    {
        using var client = server.Client(key: null);
        using var request = new PushSigner(app).Push(new PushBuilder(app, "oUser").Text(Canary)).ToMessage(app.PushUrl);
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string?> SendAsync(HttpClient client)
    {
        using var answer = await client.PostAsync(
            "/api/v1/apps/shop/customer-messages", """{"touser":"oUser","msgtype":"text","text":{"content":"hi"}}""");
        return (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("outcome").GetString();
    }

    private static async Task<string> TextAsync(HttpClient client, string path, string member) =>
        (await client.JsonAsync(path)).GetProperty(member).GetString()!;

    private static void Check(string[] files, string[] secrets)
    {
        Find(files, secrets).ShouldBeEmpty();
        Find(files, Canary).ShouldNotBeEmpty("what is written is not looked at");
    }

    // But for the keys, and what no other process may open: it is empty.
    private static string[] FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("admin-key" or "secret-key" or "lock")),
    ];

    // In every spelling in which somebody would find it.
    private static List<string> Find(string[] files, params string[] secrets)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var secret in secrets)
            {
                if (Spellings(secret).Any(spelling => bytes.AsSpan().IndexOf(spelling) >= 0))
                    found.Add($"{secret} in {Path.GetFileName(file)}");
            }
        }

        return found;
    }

    private static IEnumerable<byte[]> Spellings(string secret)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        yield return text;
        yield return Encoding.Unicode.GetBytes(secret);
        yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(text).TrimEnd('='));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(text));
        if (secret.Length == 43)
            yield return Convert.FromBase64String(secret + "=");
    }
}
