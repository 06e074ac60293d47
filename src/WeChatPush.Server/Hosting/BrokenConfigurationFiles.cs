using Microsoft.Extensions.Configuration.Json;

namespace WeChatPush.Server.Hosting;

/// <summary>
/// Logs that a configuration file that changed cannot be read any more. The framework would not report it: the options in
/// force stay in force, and the operator does not see why the change has no effect.
/// </summary>
internal static partial class BrokenConfigurationFiles
{
    /// <summary>Logs whatever goes wrong when a file is read again.</summary>
    public static void ReportBrokenFiles(this WebApplication app)
    {
        foreach (var source in ((IConfigurationBuilder)app.Configuration).Sources.OfType<JsonConfigurationSource>())
        {
            source.OnLoadException = context => LogBroken(
                app.Logger, context.Exception.Message, context.Exception.GetBaseException().Message);
        }
    }

    [LoggerMessage(1020, LogLevel.Error, "{Problem} {Reason} The configuration in force stays in force.")]
    private static partial void LogBroken(ILogger logger, string problem, string reason);
}
