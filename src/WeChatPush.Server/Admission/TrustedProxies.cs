using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Options;
using WeChatPush.Receiving;

namespace WeChatPush.Server.Admission;

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c> counts. The rightmost address there that is not a proxy's is the client's: what
/// stands left of it, any client can have written.
/// </summary>
/// <remarks>
/// Not by the framework's middleware: it reads its networks once, and asks IPv6 networks about IPv4 addresses in IPv6 form, to
/// which they answer wrongly (<see cref="AddressNetworks"/>).
/// </remarks>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed class TrustedProxies(IOptionsMonitor<WeChatPushOptions> options) : IClientAddress
{
    private const string Header = "X-Forwarded-For";

    /// <summary>Whether none is configured, so that the address of a connection is the client's.</summary>
    public bool IsEmpty => options.CurrentValue.TrustedProxies.Count == 0;

    /// <summary>Whether the other end of a connection is one of them.</summary>
    public bool Contains(EndPoint? endpoint) =>
        endpoint is IPEndPoint { Address: var address } && options.CurrentValue.TrustedProxies.AnyContains(address);

    /// <summary>The step that gives a request the address of its client in the place of the proxy's.</summary>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var proxies = options.CurrentValue.TrustedProxies;
        if (proxies.Count > 0)
            context.Connection.RemoteIpAddress = Find(proxies, context);
        return next(context);
    }

    /// <summary>The client of a request that <see cref="ApplyAsync"/> is not a step of.</summary>
    public IPAddress? Find(HttpContext context) =>
        options.CurrentValue.TrustedProxies is { Count: > 0 } proxies ? Find(proxies, context) : context.Connection.RemoteIpAddress;

    // Without an address: a Unix socket, which only a process of this machine can connect to. It cannot be listed.
    private static IPAddress? Find(IList<IPNetwork> proxies, HttpContext context)
    {
        var client = context.Connection.RemoteIpAddress;
        var hops = context.Request.Headers.GetCommaSeparatedValues(Header);
        for (var i = hops.Length - 1; i >= 0 && (client is null || proxies.AnyContains(client)); i--)
        {
            // What is no address, no proxy has written: the nearest hop that is known counts.
            if (!IPEndPoint.TryParse(hops[i], out var hop))
                break;
            client = hop.Address.IsIPv4MappedToIPv6 ? hop.Address.MapToIPv4() : hop.Address;
        }

        return client;
    }
}
