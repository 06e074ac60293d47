using System.Text.Json;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging;
using WeChatPush.Server.Logging;
using WeChatPush.Telemetry;

namespace WeChatPush.Server.Tests.Logging;

public sealed class ServerLoggingTests
{
    [Fact]
    public void Json_WhenALineIsLogged_IsOneObjectOfTheCompactFormat()
    {
        var line = Log(readable: false, logger => logger.LogWarning(
            new EventId(7, "Seven"), new InvalidOperationException("bad\nthing"), "{App}: 你好 😀 {Count} {Pause}", "shop", 3,
            TimeSpan.FromMinutes(5))).ShouldHaveSingleItem();

        line.ShouldContain("你好 😀");
        line.ShouldNotContain('\n');
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        json.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["@t", "@m", "@i", "@l", "@x", "App", "Count", "Pause", "EventId", "SourceContext"]);
        json.GetProperty("@t").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        json.GetProperty("@m").GetString().ShouldBe("shop: 你好 😀 3 00:05:00");
        json.GetProperty("@l").GetString().ShouldBe("Warning");
        json.GetProperty("@x").GetString()!.ShouldContain("bad\nthing");
        json.GetProperty("App").GetString().ShouldBe("shop");
        json.GetProperty("Count").GetInt32().ShouldBe(3);
        json.GetProperty("EventId").GetProperty("Id").GetInt32().ShouldBe(7);
    }

    [Fact]
    public void Json_WhenTheLevelIsInformation_LeavesItOut()
    {
        var line = Log(readable: false, logger => logger.LogInformation("Handled.")).ShouldHaveSingleItem();

        JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("@l", out _).ShouldBeFalse();
    }

    [Fact]
    public void Readable_WhateverTheValueIs_ShowsItWithoutQuotes()
    {
        var line = Log(readable: true, logger => logger.LogInformation(
            "paused for {Pause} since {Day}: {Reason}", TimeSpan.FromMinutes(5), DayOfWeek.Monday, "quota")).ShouldHaveSingleItem();

        line.ShouldMatch("^[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3} INF paused for 00:05:00 since Monday: quota$");
    }

    [Fact]
    public void Readable_WhenThereIsAnException_ShowsItBelow()
    {
        var line = Log(readable: true, logger => logger.LogError(new InvalidOperationException("bad"), "Failed.")).ShouldHaveSingleItem();

        line.ShouldEndWith(" ERR Failed.\nSystem.InvalidOperationException: bad");
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

        line.ShouldEndWith(" INF shop: handled.  PushId=id-1  User=oABCDE…");
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Log_WhenAMessageNamesWhatIsLeftOutElsewhere_ShowsIt(bool readable)
    {
        Log(readable, logger => logger.LogInformation("Connection {ConnectionId} is closed.", "0HN1")).ShouldHaveSingleItem()
            .ShouldContain("0HN1");
    }

    private static IReadOnlyList<string> Log(
        bool readable, Action<Microsoft.Extensions.Logging.ILogger> write, string category = "Test")
    {
        var output = new LogOutput(ServerLogging.Formatter(readable));
        var log = ServerLogging.Configure(to => to.Sink(output)).CreateLogger();
        using (var provider = new SerilogLoggerProvider(log, dispose: true))
        using (var factory = new LoggerFactory([provider]))
        {
            write(factory.CreateLogger(category));
        }

        return output.Lines;
    }
}
