using Microsoft.Extensions.Configuration.Memory;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Filters;
using Serilog.Formatting;
using Serilog.Templates;
using Serilog.Templates.Themes;
using WeChatPush.Server.Hosting;

namespace WeChatPush.Server.Logging;

/// <summary>The log: readable lines for people, JSON lines for machines. It never holds up a push.</summary>
internal static partial class ServerLogging
{
    private const string HostingDiagnostics = "Microsoft.AspNetCore.Hosting.Diagnostics";

    // The scopes of a line (which app, which push) stand behind its message, but for what the message says already.
    private const string ReadableLine =
        "{@t:HH:mm:ss.fff} {@l:u3} {@m}"
        + "{#each name, value in rest(true)}{#if name not in ['SourceContext', 'EventId']}  {name}={value}{#end}{#end}\n{@x}";

    private static readonly Func<LogEvent, bool> IsOfHostingDiagnostics = Matching.FromSource(HostingDiagnostics);
    private static readonly Func<LogEvent, bool> IsOfHost = Matching.FromSource("Microsoft.Extensions.Hosting.Internal.Host");

    private static readonly Dictionary<string, string?> DefaultLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // Its lines are not written anyway (below); as long as it might write one, each request carries an activity for them.
        [$"Logging:LogLevel:{HostingDiagnostics}"] = "None",
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
    };

    /// <summary>
    /// Sends every log line to the console. <c>Logging:LogLevel</c> decides what is logged; a section <c>Serilog</c>, if
    /// there is one, may add further sinks.
    /// </summary>
    public static void AddServerLogging(this WebApplicationBuilder builder)
    {
        var readable = builder.Environment.IsDevelopment() || !Console.IsOutputRedirected;
        var logger = Configure(to =>
        {
            to.Console(Formatter(readable));
            if (builder.Configuration.GetSection("Serilog").Exists())
                to.Logger(more => more.ReadFrom.Configuration(builder.Configuration).MinimumLevel.Verbose());
        });

        // Neither UseSerilog nor AddSerilog: both log whatever Serilog's own levels let through, and Logging:LogLevel would
        // decide nothing any more.
        builder.Logging.ClearProviders();
        // Made by the container, because it disposes only what it made: the last lines are written then.
        builder.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(logger.CreateLogger(), dispose: true));
        // Serilog takes trace and span from the activity itself.
        builder.Logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
    }

    /// <summary>Warns of levels in the section <c>Serilog</c>.</summary>
    public static void ReportIgnoredLevels(this WebApplication app)
    {
        if (app.Configuration.GetSection("Serilog:MinimumLevel").Exists())
            LogIgnoredLevels(app.Logger);
    }

    /// <summary>The log with a given output, which a thread of its own writes to.</summary>
    internal static LoggerConfiguration Configure(Action<LoggerSinkConfiguration> output, int queuedLines = 10_000)
    {
        var lines = new LoggerConfiguration().MinimumLevel.Verbose();
        output(lines.WriteTo);
        var dropped = new DroppedLines(lines.CreateLogger());
        // A logger of its own: what is wrapped by Serilog's Wrap is disposed past its wrapper, and so without the timeout.
        var queue = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Async(to => to.Sink(dropped), queuedLines, blockWhenFull: false, dropped);
        return new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Filter.ByExcluding(ShowsTheQuery)
            .Filter.ByExcluding(IsStartupFailure)
            .Enrich.With<UnwantedProperties>()
            .WriteTo.Sink(new FlushTimeout(queue.CreateLogger()));
    }

    private static bool HasNoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    // Only the readable line is a template: to compile one takes longer than the rest of the log, and a server in production
    // need not wait for it.
    internal static ITextFormatter Formatter(bool readable) => readable
        ? new ExpressionTemplate(ReadableLine, theme: HasNoColor ? null : TemplateTheme.Literate)
        : new CompactLineFormatter();

    // "Request starting … ?signature=…": the framework's line about each request shows the whole query, and with it all
    // that a reader needs to send that request again. No setting can switch it on.
    private static bool ShowsTheQuery(LogEvent logEvent) =>
        logEvent.Level < LogEventLevel.Warning && IsOfHostingDiagnostics(logEvent);

    // "Hosting failed to start", with a stack: what an operator can correct is said in words when the process ends.
    private static bool IsStartupFailure(LogEvent logEvent) =>
        logEvent.Exception is { } failure && IsOfHost(logEvent) && StartupFailure.IsExplained(failure);

    [LoggerMessage(1030, LogLevel.Warning, "Serilog:MinimumLevel has no effect: Logging:LogLevel decides what is logged.")]
    private static partial void LogIgnoredLevels(Microsoft.Extensions.Logging.ILogger logger);
}
