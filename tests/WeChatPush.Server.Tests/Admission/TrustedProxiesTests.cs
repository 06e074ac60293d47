using System.Net;
using Microsoft.AspNetCore.Http;
using WeChatPush.Server.Admission;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Admission;

/// <summary>Whose address a request has.</summary>
public sealed class TrustedProxiesTests
{
    private const string Proxies = "10.0.0.0/8 192.0.2.7/32 fc00::/7";

    [Theory]
    // The client of a proxy.
    [InlineData("10.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("192.0.2.7", "203.0.113.5", "203.0.113.5")]
    [InlineData("fd00::1", "2001:db8::5", "2001:db8::5")]
    [InlineData("fd00::1", "[2001:db8::5]:4711", "2001:db8::5")]
    [InlineData("10.0.0.1", "203.0.113.5:4711", "203.0.113.5")]
    // A socket for both kinds of address.
    [InlineData("::ffff:10.0.0.1", "203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.1", "203.0.113.5, ::ffff:10.0.0.2", "203.0.113.5")]
    // What the client itself has written stands left of what a proxy has.
    [InlineData("10.0.0.1", "1.2.3.4, 203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.1", "10.0.0.9, 203.0.113.5", "203.0.113.5")]
    [InlineData("10.0.0.1", "junk, 203.0.113.5", "203.0.113.5")]
    // Several proxies, on one line or on several.
    [InlineData("10.0.0.1", "1.2.3.4, 203.0.113.5, 192.0.2.7, 10.9.9.9", "203.0.113.5")]
    [InlineData("10.0.0.1", "1.2.3.4|203.0.113.5|192.0.2.7", "203.0.113.5")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    // No address: that of the nearest hop that is known.
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.5, _hidden, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    // A client that connects directly.
    [InlineData("203.0.113.5", "1.2.3.4", "203.0.113.5")]
    [InlineData("203.0.113.5", "1.2.3.4, 10.0.0.1", "203.0.113.5")]
    [InlineData("192.0.2.8", "1.2.3.4", "192.0.2.8")]
    // The first seven bits of fc00::/7 and of this address, counted wrongly, are the same.
    [InlineData("::ffff:1.2.3.4", "203.0.113.5", "::ffff:1.2.3.4")]
    [InlineData("10.0.0.1", "203.0.113.5, ::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("127.0.0.1", "1.2.3.4", "127.0.0.1")]
    [InlineData("::1", "1.2.3.4", "::1")]
    public async Task ApplyAsync_TakesTheRightmostAddressThatIsNoProxys(string connection, string? forwardedFor, string client) =>
        (await ApplyAsync(Configure(Proxies), connection, forwardedFor)).ShouldBe(IPAddress.Parse(client));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    public async Task ApplyAsync_WithoutAList_BelievesNone(string connection) =>
        (await ApplyAsync(Configure(""), connection, "1.2.3.4")).ShouldBe(IPAddress.Parse(connection));

    [Theory]
    [InlineData(Proxies, "203.0.113.5")]
    [InlineData("", null)]
    public async Task ApplyAsync_OfAUnixSocket_BelievesIt_WhereThereAreProxies(string proxies, string? client) =>
        (await ApplyAsync(Configure(proxies), null, "203.0.113.5, 10.0.0.2")).ShouldBe(client is null ? null : IPAddress.Parse(client));

    [Fact]
    public async Task ApplyAsync_WhenTheListIsReloaded_TakesTheNewOne()
    {
        var options = Configure(Proxies);
        var proxies = new TrustedProxies(options);
        (await ApplyAsync(proxies, "10.0.0.1", "1.2.3.4")).ShouldBe(IPAddress.Parse("1.2.3.4"));

        options.Set(Configure("192.0.2.7/32").CurrentValue);

        (await ApplyAsync(proxies, "10.0.0.1", "1.2.3.4")).ShouldBe(IPAddress.Parse("10.0.0.1"));
        (await ApplyAsync(proxies, "192.0.2.7", "1.2.3.4")).ShouldBe(IPAddress.Parse("1.2.3.4"));
        proxies.Contains(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("fd00::1", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("::ffff:1.2.3.4", false)]
    [InlineData("::1", false)]
    public void Contains_TellsTheConnectionsOfProxies(string address, bool isProxy) =>
        new TrustedProxies(Configure(Proxies))
            .Contains(new IPEndPoint(IPAddress.Parse(address), 1)).ShouldBe(isProxy);

    private static FixedOptions<WeChatPushOptions> Configure(string proxies) => new(new WeChatPushOptions
    {
        TrustedProxies = [.. proxies.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(proxy => IPNetwork.Parse(proxy))],
    });

    private static Task<IPAddress?> ApplyAsync(FixedOptions<WeChatPushOptions> options, string? connection, string? forwardedFor) =>
        ApplyAsync(new TrustedProxies(options), connection, forwardedFor);

    private static async Task<IPAddress?> ApplyAsync(TrustedProxies proxies, string? connection, string? forwardedFor)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = connection is null ? null : IPAddress.Parse(connection) } };
        if (forwardedFor is not null)
            context.Request.Headers["X-Forwarded-For"] = forwardedFor.Split('|');
        IPAddress? seen = null;
        await proxies.ApplyAsync(context, next =>
        {
            seen = next.Connection.RemoteIpAddress;
            return Task.CompletedTask;
        });
        return seen;
    }
}
