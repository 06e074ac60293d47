using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPush.Server.Logging;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Logging;

/// <summary>Which of the sections <c>Logging</c> and <c>Serilog</c> decides what is logged.</summary>
public sealed class LogLevelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Level_WhenNothingIsConfigured_HidesTheRequestsOfTheFramework()
    {
        Log(factory =>
        {
            factory.CreateLogger("WeChatPush").IsEnabled(LogLevel.Information).ShouldBeTrue();
            factory.CreateLogger("WeChatPush").IsEnabled(LogLevel.Debug).ShouldBeFalse();
            factory.CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(LogLevel.Information).ShouldBeFalse();
            // What is enabled there costs every request an activity.
            factory.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Critical).ShouldBeFalse();
        }).ShouldBeEmpty();
    }

    [Fact]
    public void Level_WhenBothSectionsSetIt_ComesFromLogging_AndALineSaysSo()
    {
        var lines = Log(
            factory =>
            {
                var (quiet, loud) = (factory.CreateLogger("Quiet"), factory.CreateLogger("Loud"));
                quiet.IsEnabled(LogLevel.Information).ShouldBeFalse();
                quiet.LogInformation("not this");
                loud.LogDebug("but this");
            },
            ("Logging:LogLevel:Default", "Warning"),
            ("Logging:LogLevel:Loud", "Debug"),
            ("Serilog:MinimumLevel:Default", "Fatal"),
            ("Serilog:MinimumLevel:Override:Quiet", "Verbose"),
            ("Serilog:MinimumLevel:Override:Loud", "Fatal"));

        lines.Select(line => line.GetProperty("@m").GetString()).ShouldBe(
            ["Serilog:MinimumLevel has no effect: Logging:LogLevel decides what is logged.", "but this"]);
        lines[0].GetProperty("@l").GetString().ShouldBe("Warning");
    }

    [Fact]
    public void Line_WhenInsideAnActivity_NamesItsTraceOnce()
    {
        using var activity = new Activity("test").Start();

        var line = Log(factory => factory.CreateLogger("WeChatPush").LogInformation("Handled.")).ShouldHaveSingleItem();

        line.GetProperty("@tr").GetString().ShouldBe(activity.TraceId.ToHexString());
        line.GetProperty("@sp").GetString().ShouldBe(activity.SpanId.ToHexString());
        line.EnumerateObject().Select(property => property.Name).ShouldBe(["@t", "@m", "@i", "@tr", "@sp", "SourceContext"]);
    }

    public void Dispose() => _directory.Dispose();

    // As the server does it, with a file as a further sink.
    private List<JsonElement> Log(Action<ILoggerFactory> write, params (string Key, string Value)[] settings)
    {
        var file = _directory.File("log");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings
            .Concat(
            [
                ("Serilog:Using:0", "Serilog.Sinks.File"),
                ("Serilog:WriteTo:0:Name", "File"),
                ("Serilog:WriteTo:0:Args:path", file),
                ("Serilog:WriteTo:0:Args:formatter",
                    "Serilog.Formatting.Compact.RenderedCompactJsonFormatter, Serilog.Formatting.Compact"),
            ])
            .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.AddServerLogging();
        var app = builder.Build();
        using (app as IDisposable)
        {
            app.ReportIgnoredLevels();
            write(app.Services.GetRequiredService<ILoggerFactory>());
        }

        return File.Exists(file) ? [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line))] : [];
    }
}
