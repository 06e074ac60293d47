using System.Net;
using System.Net.Sockets;

namespace WeChatPush.Server.Admission;

/// <summary>
/// The client of a connection, as far as its address tells: of IPv6 the first 64 bits, for the rest is any client's own
/// choice.
/// </summary>
internal readonly record struct ClientAddress
{
    private const int NetworkBytes = 8;

    private readonly ulong _network;
    private readonly bool _isOld;

    private ClientAddress(ulong network, bool isOld) => (_network, _isOld) = (network, isOld);

    /// <summary>The other end of a connection.</summary>
    public static ClientAddress From(EndPoint? endpoint) => From((endpoint as IPEndPoint)?.Address);

    /// <summary>The client of a request: behind a trusted proxy not the other end of the connection.</summary>
    public static ClientAddress From(HttpContext context) => From(context.Connection.RemoteIpAddress);

    private static ClientAddress From(IPAddress? address)
    {
        if (address is null)
            return default;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out _);
        return new(BitConverter.ToUInt64(bytes[..NetworkBytes]), address.AddressFamily == AddressFamily.InterNetwork);
    }
}
