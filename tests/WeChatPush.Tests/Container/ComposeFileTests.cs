using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Storage.Redis;

namespace WeChatPush.Tests.Container;

/// <summary>What <c>docker compose up</c> would start.</summary>
public sealed class ComposeFileTests
{
    private readonly ComposeFile _file = new();

    [Fact]
    public void Services_AreTheServerRedisAndInTheDemoTheSimulator()
    {
        _file.Services.ShouldBe(["redis", "server", "simulator"], ignoreOrder: true);
        _file.List("simulator", "profiles").ShouldBe(["demo"]);
    }

    [Fact]
    public void Redis_KeepsEveryWriteOnAVolume_AndNeverEvicts()
    {
        var command = string.Join(' ', _file.List("redis", "command"));

        command.ShouldContain("--appendonly yes");
        command.ShouldContain("--appendfsync always");
        command.ShouldContain("--maxmemory-policy noeviction");
        _file.List("redis", "volumes").ShouldContain("redis:/data");
        _file.List("redis", "healthcheck", "test").ShouldBe(["CMD", "redis-cli", "ping"]);
        var version = _file.Text("redis", "image").Split(':')[1].Split('-')[0];
        decimal.Parse(version, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(6.2m);
    }

    [Fact]
    public void Server_IsReachedAt8080_KeepsItsDataAndHasTimeToDrain()
    {
        _file.List("server", "ports").ShouldBe(["8080:8080"]);
        _file.List("server", "volumes").ShouldContain("data:/data");
        _file.Text("server", "depends_on", "redis", "condition").ShouldBe("service_healthy");
        _file.Text("server", "stop_grace_period").ShouldBe("15s");
    }

    [Fact]
    public void Volumes_AreThoseThatAreUsed()
    {
        _file.Volumes.ShouldBe(["redis", "data"], ignoreOrder: true);
    }

    [Fact]
    public void ServersEnvironment_IsAConfigurationWithoutAMistake()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(_file.Environment("server")
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)));
        var log = new RecordingLoggerProvider();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddWeChatPushOptions(configuration)
            .BuildServiceProvider();

        var options = services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;

        log.Lines.ShouldBeEmpty();
        options.Apps["demo"].Rules.ShouldHaveSingleItem().Send!.Text.ShouldBe("收到：{Content}");
        RedisSettings.Find(configuration).ShouldBe("redis:6379");
        RedisSettings.TryRead("redis:6379", out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Simulator_PlaysTheServersApp()
    {
        var server = _file.Environment("server");
        var command = _file.List("simulator", "command");

        command[0].ShouldBe("serve");
        Option("--url").ShouldBe("http://server:8080/wechat/demo");
        Option("--app-id").ShouldBe(server["WeChatPush__Apps__demo__AppId"]);
        Option("--token").ShouldBe(server["WeChatPush__Apps__demo__Token"]);
        Option("--aes-key").ShouldBe(server["WeChatPush__Apps__demo__EncodingAesKey"]);
        server["WeChatPush__Apps__demo__ApiBaseUrl"].ShouldBe($"http://simulator:{Option("--port")}");
        _file.List("simulator", "ports").ShouldBe([$"{Option("--port")}:{Option("--port")}"]);

        string Option(string name) => command.SkipWhile(word => word != name).ElementAt(1);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("simulator")]
    public void Images_AreStagesOfTheDockerfile(string service)
    {
        _file.Text(service, "build", "dockerfile").ShouldBe(DockerFile.Path);
        new DockerFile().Stages.ShouldContain(_file.Text(service, "build", "target"));
    }
}
