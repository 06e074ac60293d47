using Microsoft.Extensions.Configuration.Memory;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Sinks.SystemConsole.Themes;

namespace WeChatPush.Server.Logging;

/// <summary>The log: readable lines for people, JSON lines for machines, never in the way of a push.</summary>
internal static class ServerLogging
{
    private const int QueuedLines = 10_000;
    private const string ReadableLine =
        "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:l}{" + ScopeEnricher.Rendered + ":l}{NewLine}{Exception}";

    private static readonly Dictionary<string, string?> DefaultLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // Its lines are not written anyway (below); as long as it might write one, each request carries an activity for them.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
    };

    /// <summary>
    /// Sends every log line to the console. <c>Logging:LogLevel</c> decides what is logged; a section <c>Serilog</c>, if
    /// there is one, may add further sinks.
    /// </summary>
    public static void AddServerLogging(this WebApplicationBuilder builder)
    {
        var readable = builder.Environment.IsDevelopment() || !Console.IsOutputRedirected;
        var logger = Configure(new LoggerConfiguration(), readable, to =>
        {
            ToConsole(to, readable);
            if (builder.Configuration.GetSection("Serilog").Exists())
                to.Logger(more => more.MinimumLevel.Verbose().ReadFrom.Configuration(builder.Configuration));
        });

        // Not by AddSerilog: it adds a filter of its own, and Logging:LogLevel would decide nothing any more.
        builder.Logging.ClearProviders();
        // Made by the container, because it disposes only what it made: the last lines are written then.
        builder.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(logger.CreateLogger(), dispose: true));
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
    }

    /// <summary>The log with a given output.</summary>
    internal static LoggerConfiguration Configure(
        LoggerConfiguration logger, bool readable, Action<LoggerSinkConfiguration> output)
    {
        logger.MinimumLevel.Verbose()
            .Filter.ByExcluding(TellsTheQuery)
            .Enrich.With(new ScopeEnricher(readable));
        return logger.WriteTo.Sink(
            LoggerSinkConfiguration.Wrap(sink => new BackgroundSink(sink, QueuedLines, TimeProvider.System), output));
    }

    private static void ToConsole(LoggerSinkConfiguration to, bool readable)
    {
        if (readable)
            to.Console(outputTemplate: ReadableLine, theme: AnsiConsoleTheme.Literate, formatProvider: null);
        else
            to.Console(new JsonLineFormatter());
    }

    // "Request starting … ?signature=…": the framework's line about each request shows the whole query, and with it what
    // anybody needs to send that request again. No setting can switch it on.
    private static bool TellsTheQuery(LogEvent logEvent) =>
        logEvent.Level < LogEventLevel.Warning
        && logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: "Microsoft.AspNetCore.Hosting.Diagnostics" };
}
