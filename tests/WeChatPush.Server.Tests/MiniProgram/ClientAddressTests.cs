using System.Net;
using WeChatPush.Server.MiniProgram;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.MiniProgram;

/// <summary>Whom the limits of the mini program's routes hold for, behind a proxy and without one.</summary>
public sealed class ClientAddressTests
{
    private static readonly (string, string?)[] Proxied = [("TrustedProxies:0", "127.0.0.0/8"), ("TrustedProxies:1", "::1")];

    [Fact]
    public async Task Strangers_BehindATrustedProxy_LeaveAnHonestUserAlone()
    {
        using var server = await StartAsync(Proxied);

        for (var i = 0; i < 300; i++)
            await LogInAsync(server, "", "203.0.113.66");

        (await LogInAsync(server, "", "203.0.113.66")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await LogInAsync(server, "lee", "203.0.113.5")).ShouldBe(HttpStatusCode.OK);
        server.Log.Lines.ShouldNotContain(line => line.Contains("WeChatPush:TrustedProxies", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("true")]
    public async Task Strangers_WithoutAProxy_CannotChooseTheirAddress(string? isForwardingEnabled)
    {
        using var server = await StartAsync([], isForwardingEnabled);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 400; i++)
            statuses.Add(await LogInAsync(server, "", $"203.0.{i / 256}.{i % 256}"));

        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        server.Log.Lines.Count(line => line.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED has no effect", StringComparison.Ordinal))
            .ShouldBe(isForwardingEnabled is null ? 0 : 1);
        // A proxy that is not configured looks just so.
        server.Log.Lines.Count(line => line.Contains("requests to /mp came from private addresses", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task MadeUpCodes_OfOneAddress_SoonCallWeChatNoMore_AndGoodOnesOfAnotherDo()
    {
        using var server = await StartAsync(Proxied);

        await Parallel.ForAsync(0, 150, async (i, _) => await LogInAsync(server, $"invalid-{i}", "203.0.113.66"));

        // A token comes back every two seconds.
        Calls(server).ShouldBeInRange(MiniProgramLimits.BadCodes, MiniProgramLimits.BadCodes + 20);
        (await LogInAsync(server, "lee", "203.0.113.5")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task GoodCodes_AndFailuresOfWeChat_UseUpNothing()
    {
        using var server = await StartAsync(Proxied);
        for (var i = 0; i < 2 * MiniProgramLimits.BadCodes; i++)
            (await LogInAsync(server, $"user-{i}", "203.0.113.5")).ShouldBe(HttpStatusCode.OK);
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.Session, ErrCode = 40226 });
        for (var i = 0; i < 2 * MiniProgramLimits.BadCodes; i++)
            (await LogInAsync(server, $"blocked-{i}", "203.0.113.5")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task MadeUpCodes_OfManyAddresses_AreHeldBackByTheAppsRate()
    {
        using var server = await StartAsync([.. Proxied, ("Sending:LoginRate", "1")]);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 100; i++)
            statuses.Add(await LogInAsync(server, $"invalid-{i}", $"203.0.113.{i}"));

        statuses.Count(status => status is HttpStatusCode.BadRequest).ShouldBe(Calls(server));
        statuses.Count(status => status is HttpStatusCode.TooManyRequests).ShouldBe(100 - Calls(server));
        // A token comes back every second.
        Calls(server).ShouldBeInRange(10, 60);
        server.Log.Lines.Count(line => line.Contains("WeChatPush:Sending:LoginRate", StringComparison.Ordinal)).ShouldBeInRange(1, 7);

        // A higher rate begins with a full bucket.
        server.Reload("Sending:LoginRate", "50");
        (await LogInAsync(server, "lee", "203.0.113.200")).ShouldBe(HttpStatusCode.OK);
    }

    private static int Calls(ServerUnderTest server) => server.WeChat.Calls.All.Count(call => call.Api == FakeApis.Session);

    private static async Task<ServerUnderTest> StartAsync((string, string?)[] settings, string? isForwardingEnabled = null)
    {
        var server = await ServerUnderTest.StartAsync([.. settings, (ServerUnderTest.ForwardedHeaders, isForwardingEnabled)]);
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }

    private static async Task<HttpStatusCode> LogInAsync(ServerUnderTest server, string code, string from)
    {
        using var client = server.Client(key: null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        using var response = await client.PostAsync("/mp/shop/session", $$"""{"code":"{{code}}"}""");
        return response.StatusCode;
    }
}
