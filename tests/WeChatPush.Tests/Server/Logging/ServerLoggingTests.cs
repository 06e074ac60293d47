using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using WeChatPush.Server.Logging;
using WeChatPush.Telemetry;

namespace WeChatPush.Tests.Server.Logging;

public sealed class ServerLoggingTests
{
    [Fact]
    public void Json_WhenALineIsLogged_IsOneObjectWithRealText()
    {
        var line = Log(readable: false, logger =>
            logger.LogWarning(new InvalidOperationException("bad\nthing"), "{App}: 你好 😀 {Count}", "shop", 3)).ShouldHaveSingleItem();

        line.ShouldContain("你好 😀");
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        json.GetProperty("@l").GetString().ShouldBe("Warning");
        json.GetProperty("@m").GetString().ShouldBe("shop: 你好 😀 3");
        json.GetProperty("@x").GetString()!.ShouldContain("bad\nthing");
        json.GetProperty("@t").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        json.GetProperty("App").GetString().ShouldBe("shop");
        json.GetProperty("Count").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_WhateverTheValueIs_ShowsItWithoutQuotes(bool readable)
    {
        var line = Log(readable, logger => logger.LogInformation(
            "paused for {Pause} since {Day}: {Reason}", TimeSpan.FromMinutes(5), DayOfWeek.Monday, "quota")).ShouldHaveSingleItem();

        line.ShouldContain("paused for 00:05:00 since Monday: quota");
    }

    [Fact]
    public void Json_WhenInsideAPush_CarriesItsScopeAndTheUserInShort()
    {
        var line = Log(readable: false, logger =>
        {
            using (logger.BeginScope(new PushScope("shop", "id-1", "oABCDEFGHIJKLMN")))
                logger.LogInformation("Handled.");
        }).ShouldHaveSingleItem();

        var json = JsonSerializer.Deserialize<JsonElement>(line);
        json.GetProperty("App").GetString().ShouldBe("shop");
        json.GetProperty("PushId").GetString().ShouldBe("id-1");
        line.ShouldNotContain("oABCDEFGHIJKLMN");
    }

    [Fact]
    public void Readable_WhenInsideAPush_ShowsTheScopeBehindTheMessage()
    {
        var line = Log(readable: true, logger =>
        {
            using (logger.BeginScope(new PushScope("shop", "id-1", "oABCDEFGHIJKLMN")))
                logger.LogInformation("{App}: handled.", "shop");
        }).ShouldHaveSingleItem();

        line.ShouldBe("shop: handled.  PushId=id-1  User=oABCDE…");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Log_WhenTheFrameworkTellsOfARequest_SaysNothing(bool readable)
    {
        Log(
            readable,
            logger => logger.LogInformation("Request starting {Path}{QueryString}", "/wechat/shop", "?signature=s3cr3t"),
            "Microsoft.AspNetCore.Hosting.Diagnostics").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Log_WhenTheFrameworkAddsThePathOfTheRequest_LeavesItOut(bool readable)
    {
        Log(readable, logger =>
        {
            using (logger.BeginScope(new Dictionary<string, object> { ["RequestPath"] = "/api/v1/credits/openid-in-full" }))
                logger.LogInformation("Handled.");
        }).ShouldHaveSingleItem().ShouldNotContain("openid-in-full");
    }

    private static List<string> Log(bool readable, Action<Microsoft.Extensions.Logging.ILogger> write, string category = "Test")
    {
        var output = new Output(readable
            ? new MessageTemplateTextFormatter("{Message:l}{ScopeText:l}{NewLine}")
            : new JsonLineFormatter());
        using (var provider = new SerilogLoggerProvider(
                   ServerLogging.Configure(new LoggerConfiguration(), readable, to => to.Sink(output)).CreateLogger(), dispose: true))
        using (var factory = new LoggerFactory([provider]))
        {
            write(factory.CreateLogger(category));
        }

        return output.Lines;
    }

    private sealed class Output(ITextFormatter formatter) : ILogEventSink
    {
        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent)
        {
            using var writer = new StringWriter();
            formatter.Format(logEvent, writer);
            Lines.Add(writer.ToString().TrimEnd('\n', '\r'));
        }
    }
}
