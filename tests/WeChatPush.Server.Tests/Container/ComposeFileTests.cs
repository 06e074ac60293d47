using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using WeChatPush.Redis.Connection;
using WeChatPush.TestSupport.Container;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Container;

/// <summary>What <c>docker compose up</c> would start.</summary>
public sealed class ComposeFileTests
{
    private readonly ComposeFile _file = new();

    [Fact]
    public void Services_AreTheServerAndRedis_AndInTheProfileDemoADemoWithTheSimulator()
    {
        _file.Services.Where(service => !_file.Has(service, "profiles")).ShouldBe(["redis", "server"], ignoreOrder: true);
        foreach (var service in _file.Services.Where(service => _file.Has(service, "profiles")))
            _file.List(service, "profiles").ShouldBe(["demo"]);
        _file.Services.ShouldBe(["redis", "server", "demo", "simulator"], ignoreOrder: true);
    }

    [Fact]
    public void Redis_KeepsEveryWriteOnAVolume_NeverEvicts_AndHasAPasswordAndALimit()
    {
        var command = string.Join(' ', _file.List("redis", "command"));

        command.ShouldContain("--appendonly yes");
        command.ShouldContain("--appendfsync always");
        command.ShouldContain("--maxmemory 1gb");
        command.ShouldContain("--maxmemory-policy noeviction");
        command.ShouldContain($"--requirepass {_file.Environment("redis")["REDISCLI_AUTH"]}");
        _file.Has("redis", "ports").ShouldBeFalse();
        _file.List("redis", "volumes").ShouldContain("redis:/data");
        _file.List("redis", "healthcheck", "test").ShouldBe(["CMD", "redis-cli", "ping"]);
        var version = _file.Text("redis", "image").Split(':')[1].Split('-')[0];
        decimal.Parse(version, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(6.2m);
    }

    [Fact]
    public void Password_OfTheOwner_IsTheOneOfRedisAndOfEveryServer()
    {
        var file = new ComposeFile(("REDIS_PASSWORD", "geheim"));

        string.Join(' ', file.List("redis", "command")).ShouldContain("--requirepass geheim");
        foreach (var server in (string[])["server", "demo"])
            file.Environment(server)["ConnectionStrings__Redis"].ShouldContain(",password=geheim");
    }

    [Fact]
    public void EveryService_IsConfined()
    {
        foreach (var service in _file.Services)
        {
            _file.Text(service, "read_only").ShouldBe("true");
            _file.List(service, "cap_drop").ShouldBe(["ALL"]);
            _file.List(service, "security_opt").ShouldBe(["no-new-privileges:true"]);
            _file.Has(service, "mem_limit").ShouldBeTrue(service);
            _file.Has(service, "pids_limit").ShouldBeTrue(service);
            _file.Text(service, "logging", "options", "max-size").ShouldBe("10m");
        }
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
    public void Demo_IsReachedFromThisMachineOnly()
    {
        foreach (var port in (string[])[.. _file.List("demo", "ports"), .. _file.List("simulator", "ports")])
            port.ShouldStartWith("127.0.0.1:");
    }

    [Fact]
    public void Volumes_AreThoseThatAreUsed()
    {
        _file.Volumes.ShouldBe(["redis", "data", "demo"], ignoreOrder: true);
    }

    [Fact]
    public void Environment_OfTheServer_IsTheOwnersMiniProgram_AndHasNoDemo()
    {
        var owner = new ComposeFile(
            ("WECHAT_APP_ID", "wx0123456789abcdef"), ("WECHAT_APP_SECRET", "s"), ("WECHAT_TOKEN", "t"),
            ("WECHAT_AES_KEY", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));

        var options = Read(owner, "server");

        options.Apps.Keys.ShouldBe(["app"]);
        options.Apps["app"].AppId.ShouldBe("wx0123456789abcdef");
        _file.Environment("server").Values.ShouldNotContain(value => value.Contains("demo", StringComparison.OrdinalIgnoreCase)
            && !value.Contains("--profile demo", StringComparison.Ordinal));
    }

    [Fact]
    public void Environment_OfTheDemo_IsAConfigurationWithoutAMistake()
    {
        Read(_file, "demo").Apps["demo"].Rules.ShouldHaveSingleItem().Send!.Text.ShouldBe("收到：{Content}");
    }

    [Fact]
    public void Simulator_PlaysTheDemo()
    {
        var server = _file.Environment("demo");
        var command = _file.List("simulator", "command");

        command[0].ShouldBe("serve");
        Option("--url").ShouldBe("http://demo:8080/wechat/demo");
        Option("--app-id").ShouldBe(server["WeChatPush__Apps__demo__AppId"]);
        Option("--token").ShouldBe(server["WeChatPush__Apps__demo__Token"]);
        Option("--aes-key").ShouldBe(server["WeChatPush__Apps__demo__EncodingAesKey"]);
        server["WeChatPush__Apps__demo__ApiBaseUrl"].ShouldBe($"http://simulator:{Option("--port")}");
        _file.List("simulator", "ports").ShouldBe([$"127.0.0.1:{Option("--port")}:{Option("--port")}"]);

        string Option(string name) => command.SkipWhile(word => word != name).ElementAt(1);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("demo")]
    [InlineData("simulator")]
    public void Images_AreStagesOfTheDockerfile(string service)
    {
        _file.Text(service, "build", "dockerfile").ShouldBe(DockerFile.Path);
        new DockerFile().Stages.ShouldContain(_file.Text(service, "build", "target"));
    }

    private static WeChatPushOptions Read(ComposeFile file, string service)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(file.Environment(service)
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)));
        var log = new FakeLogCollector();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log)))
            .AddWeChatPushOptions(configuration)
            .BuildServiceProvider();

        var options = services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;

        log.Lines.ShouldBeEmpty();
        RedisSettings.Find(configuration).ShouldNotBeNull().ShouldStartWith("redis:6379");
        RedisSettings.TryRead(RedisSettings.Find(configuration)!, out _, out _).ShouldBeTrue();
        return options;
    }
}
