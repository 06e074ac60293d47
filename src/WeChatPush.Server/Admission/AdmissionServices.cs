using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using WeChatPush.Receiving;

namespace WeChatPush.Server.Admission;

/// <summary>Who may connect, how many, and how much of them is held.</summary>
internal static class AdmissionServices
{
    // Of connections. As many as even a slow machine gets through in about a second: a connection that finds no place is
    // dropped without an answer, which costs nothing, and the client's TCP stack retries.
    private const int MaxBacklog = 1024;

    // Of one connection: what has come and was not read yet.
    private const int MaxReadBuffer = 64 * 1024;

    // They live as text, twice as large, until the answer.
    private const int MaxHeaders = 16 * 1024;

    /// <summary>Bounds connections and what they hold.</summary>
    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<WeChatPushOptions>>((kestrel, options) =>
        {
            var limits = kestrel.Limits;
            limits.RequestHeadersTimeout = options.Value.Receiving.RequestTimeout;
            limits.MaxRequestHeadersTotalSize = MaxHeaders;
            limits.MaxRequestBufferSize = MaxReadBuffer;
            // How much of a body is read is its reader's business: the receiver answers 413 itself.
            limits.MaxRequestBodySize = null;
            // The limits are of connections, and hold for requests only where a connection has one at a time.
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                endpoint.Use(ConnectionTracking.Track);
            });
        });
        // A request is read, and its answer written, on the thread that is running anyway. These are threads of the pool,
        // so code that blocks one delays only its own requests.
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.Backlog = MaxBacklog;
            sockets.MaxReadBufferSize = MaxReadBuffer;
        });
        builder.Services.AddSingleton<ConnectionLimit>();
        builder.Services.AddSingleton(provider =>
        {
            var limit = provider.GetRequiredService<ConnectionLimit>();
            return new ConnectionTable(() => limit.Current);
        });
        builder.Services.AddSingleton<TrustedProxies>();
        builder.Services.AddSingleton<IClientAddress>(provider => provider.GetRequiredService<TrustedProxies>());
        builder.Services.IgnoreUntrustedForwarding();
        builder.Services.AddSingleton(_ => new ProcessEnd());
        builder.Services.AddSingleton<SocketShortage>();
        builder.Services.AddSingleton<AdmissionReport>();
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedListenerFactory>();
    }
}
