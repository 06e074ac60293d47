using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPush.Handling;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Checks;

/// <summary>The check goes the whole way of a push, and ends where customers and backends begin.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Key = "the-admin-key-of-the-tests";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Plaintext", "DeveloperServer", 80)]
    [InlineData("Secure", "DeveloperServer", 100)]
    [InlineData("Plaintext", "CloudHosting", 60)]
    [InlineData("Plaintext", "CloudFunction", 30)]
    public async Task Check_OfTheOwnUrl_Passes_AndNothingComesOfItsPushes(string mode, string hosting, int cases)
    {
        var calls = new ConcurrentQueue<string>();
        await using var outside = await TestServer.StartAsync(context =>
        {
            calls.Enqueue(context.Request.Path);
            return Task.CompletedTask;
        });
        using var server = Start(outside.Url, mode, hosting);
        using var client = Client(await server.AddressAsync());

        var lines = await CheckAsync(client);

        var played = lines[..^1];
        played.Where(line => !line.GetProperty("passed").GetBoolean()).Select(line => line.GetRawText()).ShouldBeEmpty();
        played.Count.ShouldBeGreaterThanOrEqualTo(cases);
        var sum = lines[^1].GetProperty("sum");
        (sum.GetProperty("cases").GetInt32(), sum.GetProperty("failed").GetInt32()).ShouldBe((played.Count, 0));

        var pushes = await PushesAsync(client);
        pushes.Count.ShouldBeGreaterThanOrEqualTo(20);
        pushes.ShouldAllBe(push => push.GetProperty("openId").GetString()!.StartsWith(CheckPushes.UserPrefix, StringComparison.Ordinal));
        var detail = await client.JsonAsync($"/api/v1/apps/shop/messages/{pushes[0].GetProperty("id").GetString()}");
        detail.GetProperty("sends").GetArrayLength().ShouldBe(0);
        detail.GetProperty("timeline").EnumerateArray().Last().GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("check");
        var totals = await client.JsonAsync("/api/v1/apps/shop/credits");
        totals.GetRawText().ShouldNotContain("template-a");
        calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_WhileOneIsUnderWay_Is409_AndItsEndMakesRoom()
    {
        using var server = Start(new Uri("http://127.0.0.1:1"), "Plaintext", "DeveloperServer");
        using var client = Client(await server.AddressAsync());

        using (var first = await client.SendAsync(new(HttpMethod.Post, "/api/v1/apps/shop/check"), HttpCompletionOption.ResponseHeadersRead))
            await (await client.PostAsync("/api/v1/apps/shop/check", null)).JsonAsync(HttpStatusCode.Conflict);

        await Eventually.TrueAsync(
            async () => (await client.PostAsync("/api/v1/apps/shop/check", null)).StatusCode == HttpStatusCode.OK, () => "still 409");
    }

    [Fact]
    public async Task Check_OfNoApp_Is404()
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();

        await (await client.PostAsync("/api/v1/apps/none/check", null)).JsonAsync(HttpStatusCode.NotFound);
    }

    private ServerProcess Start(Uri outside, string mode, string hosting) => new(
        _directory.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("WeChatPush__DataDirectory", _directory.Path),
        ("WeChatPush__AdminKeys__0", Key),
        ("WeChatPush__Apps__shop__AppId", "wx0123456789abcdef"),
        ("WeChatPush__Apps__shop__AppSecret", "the-app-secret"),
        ("WeChatPush__Apps__shop__ApiBaseUrl", outside.GetLeftPart(UriPartial.Authority)),
        ("WeChatPush__Apps__shop__Token", "shoptoken"),
        ("WeChatPush__Apps__shop__Mode", mode),
        ("WeChatPush__Apps__shop__Hosting", hosting),
        ("WeChatPush__Apps__shop__EncodingAesKey", mode == "Secure" ? Configured.GoodKey : ""),
        ("WeChatPush__Apps__shop__RelaySecret", hosting == "CloudFunction" ? "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz" : ""),
        ("WeChatPush__Apps__shop__Rules__0__MsgType", "text"),
        ("WeChatPush__Apps__shop__Rules__0__Send__Text", "hello"),
        ("WeChatPush__Apps__shop__Rules__1__MsgType", "image"),
        ("WeChatPush__Apps__shop__Rules__1__TransferToCustomerService", "true"),
        ("WeChatPush__Apps__shop__Rules__2__Forward__Url", new Uri(outside, "/forward").ToString()),
        ("WeChatPush__Apps__shop__Rules__2__Forward__Secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"));

    private static HttpClient Client(Uri address) => new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) },
    };

    private static async Task<List<JsonElement>> CheckAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/api/v1/apps/shop/check", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/x-ndjson");
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    // All of them, once they are handled.
    private static async Task<IReadOnlyList<JsonElement>> PushesAsync(HttpClient client)
    {
        List<JsonElement> pushes = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/apps/shop/messages?limit=200");
                pushes = [.. page.GetProperty("items").EnumerateArray()];
                return pushes.All(push => push.GetProperty("state").GetString() == "done");
            },
            () => string.Join('\n', pushes));
        return pushes;
    }
}
