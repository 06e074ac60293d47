using Microsoft.AspNetCore.HttpOverrides;

namespace WeChatPush.Server.Admission;

/// <summary>
/// <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> makes the framework believe anybody's <c>X-Forwarded-For</c>, and every limit of
/// an address is gone. It has no effect here.
/// </summary>
internal static partial class UntrustedForwarding
{
    private const string Setting = "ForwardedHeaders_Enabled";

    /// <summary>Takes its effect away.</summary>
    public static void IgnoreUntrustedForwarding(this IServiceCollection services) =>
        services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);

    /// <summary>Says so where it is set.</summary>
    public static void ReportUntrustedForwarding(this WebApplication app)
    {
        if (bool.TryParse(app.Configuration[Setting], out var isOn) && isOn)
            LogIgnored(app.Logger);
    }

    [LoggerMessage(1031, LogLevel.Warning,
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED has no effect, for any client could choose its address: list the proxies in front in WeChatPush:TrustedProxies.")]
    private static partial void LogIgnored(ILogger logger);
}
