using System.Diagnostics.CodeAnalysis;
using System.Net;
using WeChatPush.Server.Admission;

namespace WeChatPush.Server.MiniProgram;

/// <summary>
/// Notices that phones seem to call from private addresses: a proxy stands in front and is not configured, so that all users
/// share the limit of one address.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed partial class HiddenClients(TrustedProxies proxies, ILogger<HiddenClients> logger) : IEndpointFilter
{
    /// <summary>As many requests may come from the operator's own machines, to try it.</summary>
    public const int MaxTrials = 100;

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    private long _count;

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (proxies.IsEmpty
            && context.HttpContext.Connection.RemoteIpAddress is { } address
            && Private.AnyContains(address)
            && Interlocked.Increment(ref _count) == MaxTrials)
        {
            LogHidden(logger, MaxTrials, address);
        }

        return next(context);
    }

    [LoggerMessage(1040, LogLevel.Warning,
        "{Count} requests to /mp came from private addresses, the last one from {Address}. If a proxy is there, name it in WeChatPush:TrustedProxies: without that, all users behind it share the limits of one address.")]
    private static partial void LogHidden(ILogger logger, int count, IPAddress address);
}
