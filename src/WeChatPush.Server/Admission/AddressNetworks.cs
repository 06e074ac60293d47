using System.Net;

namespace WeChatPush.Server.Admission;

/// <summary>Whether addresses are in networks.</summary>
internal static class AddressNetworks
{
    /// <summary>
    /// Whether one of the networks has the address. An IPv4 address in IPv6 form is the IPv4 one; an IPv6 network is not asked
    /// about it, because <see cref="IPNetwork.Contains"/> says that <c>fc00::/7</c> has <c>::ffff:1.2.3.4</c>.
    /// </summary>
    public static bool AnyContains(this IEnumerable<IPNetwork> networks, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in networks)
        {
            if (network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain))
                return true;
        }

        return false;
    }
}
