using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace WeChatPush.Server.Admission;

/// <summary>Listens on TCP, in the place of Kestrel's own.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed class BoundedListenerFactory(
    IOptions<SocketTransportOptions> transport,
    IOptionsMonitor<WeChatPushOptions> options,
    ConnectionLimit limit,
    ConnectionTable table,
    TrustedProxies proxies,
    AdmissionReport report,
    ILoggerFactory loggers)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket listener;
        try
        {
            listener = transport.Value.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(error.Message, error);
        }

        listener.Listen(transport.Value.Backlog);
        limit.Measure();
        return ValueTask.FromResult<IConnectionListener>(new BoundedListener(
            listener,
            new SocketConnectionContextFactory(Connections(transport.Value), loggers.CreateLogger<BoundedListener>()),
            table,
            report,
            () => options.CurrentValue.Receiving.MaxWait,
            proxies.Contains));
    }

    private static SocketConnectionFactoryOptions Connections(SocketTransportOptions transport) => new()
    {
        IOQueueCount = transport.IOQueueCount,
        MaxReadBufferSize = transport.MaxReadBufferSize,
        MaxWriteBufferSize = transport.MaxWriteBufferSize,
        UnsafePreferInlineScheduling = transport.UnsafePreferInlineScheduling,
        WaitForDataBeforeAllocatingBuffer = transport.WaitForDataBeforeAllocatingBuffer,
    };
}
