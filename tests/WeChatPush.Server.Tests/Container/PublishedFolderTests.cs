using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Container;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Container;

/// <summary>The programs as the image has them, started as it starts them.</summary>
public sealed class PublishedFolderTests : IDisposable
{
    private static readonly string Server = Path.Combine(PublishedPrograms.ServerFolder, "WeChatPush.Server.dll");
    private static readonly string Simulator = Path.Combine(PublishedPrograms.SimulatorFolder, "WeChatPush.Simulator.dll");

    private readonly TemporaryDirectory _data = new();
    private readonly int _port = FreePort();

    [Fact]
    public async Task Server_InTheContainersEnvironment_AnswersAndIsFoundAlive()
    {
        using var server = new ServerProcess([Server], PublishedPrograms.ServerFolder, Environment());
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        await server.AddressAsync();

        (await client.GetStringAsync("/health/live")).ShouldContain("healthy");
        await IsFoundAliveAsync();
        File.Exists(_data.File("wechatpush.db")).ShouldBeTrue();
        server.Terminate();
        (await server.ExitAsync()).ShouldBe(0);
        (await HealthCheckAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Server_WhenRedisIsOutOfReachAtTheStart_StartsAndIsFoundAlive()
    {
        using var server = new ServerProcess(
            [Server],
            PublishedPrograms.ServerFolder,
            [.. Environment(), ("ConnectionStrings__Redis", "127.0.0.1:1,password=geheim")]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        await server.AddressAsync();

        await server.LogsAsync("Redis takes no pushes");
        await IsFoundAliveAsync();
        await client.ReadyAsync("degraded");
        server.Terminate();
        (await server.ExitAsync()).ShouldBe(0);
        (server.Output + server.Errors).ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Server_ThatRefusesPushesWithoutRedis_LivesAndIsNotReady()
    {
        using var server = new ServerProcess(
            [Server],
            PublishedPrograms.ServerFolder,
            [.. Environment(), ("ConnectionStrings__Redis", "127.0.0.1:1"), ("WeChatPush__Receiving__WhenStoreIsDown", "Refuse")]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        await server.AddressAsync();

        await client.ReadyAsync("unhealthy");
        (await client.GetStringAsync("/health/live")).ShouldContain("healthy");
        (await HealthCheckAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Simulator_Serves()
    {
        using var simulator = new ServerProcess(
            [Simulator, "serve", "--host", "127.0.0.1", "--port", Text(_port)],
            PublishedPrograms.SimulatorFolder,
            Environment());
        await simulator.LogsAsync("Ctrl+C ends it.");

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        (await client.GetStringAsync("/_simulator/calls")).ShouldNotBeEmpty();
    }

    [Fact]
    public void Server_HasNeitherTheSimulatorNorTheDemoApp()
    {
        var files = Directory.EnumerateFiles(PublishedPrograms.ServerFolder).Select(Path.GetFileName).ToList();

        files.ShouldContain("appsettings.json");
        files.ShouldNotContain("appsettings.Development.json");
        files.ShouldNotContain(file => file!.Contains("Simulator") || file.StartsWith("Spectre") || file.StartsWith("System.CommandLine"));
        File.ReadAllText(Path.Combine(PublishedPrograms.ServerFolder, "WeChatPush.Server.deps.json")).ShouldNotContain("Simulator");
    }

    [Fact]
    public async Task Server_InDevelopment_OpensNoSimulator()
    {
        using var server = new ServerProcess(
            [Server], PublishedPrograms.ServerFolder, [.. Environment(), ("ASPNETCORE_ENVIRONMENT", "Development")]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        await server.AddressAsync();

        foreach (var path in (string[])["/simulator", "/simulator/api/_simulator/calls", "/wechat/demo"])
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task AdminKey_OfARunningServer_IsPrinted()
    {
        using var early = new ServerProcess([Server, "admin-key"], PublishedPrograms.ServerFolder, Environment());
        (await early.ExitAsync()).ShouldBe(1);
        early.Errors.ShouldContain("first start");

        using var server = new ServerProcess([Server], PublishedPrograms.ServerFolder, Environment());
        await server.AddressAsync();
        using var command = new ServerProcess([Server, "admin-key"], PublishedPrograms.ServerFolder, Environment());

        (await command.ExitAsync()).ShouldBe(0);
        command.Output.Trim().ShouldBe(File.ReadAllText(_data.File("admin-key")).Trim());
    }

    public void Dispose() => _data.Dispose();

    // What the image sets, with a port and a directory that are free on this machine.
    private (string, string)[] Environment() =>
    [
        .. new DockerFile().Environment
            .Select(pair => (pair.Key, pair.Key switch
            {
                "ASPNETCORE_HTTP_PORTS" => Text(_port),
                "WeChatPush__DataDirectory" => _data.Path,
                _ => pair.Value,
            })),
    ];

    // As often as the image is asked before it counts as dead, and a bit more: the machine may be busy.
    private async Task IsFoundAliveAsync()
    {
        var tries = 1;
        while (await HealthCheckAsync() != 0)
            (++tries).ShouldBeLessThan(10);
    }

    private async Task<int> HealthCheckAsync()
    {
        using var check = new ServerProcess(
            [Server, "healthcheck"], PublishedPrograms.ServerFolder, Environment());
        return await check.ExitAsync();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
