using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Server;

namespace WeChatPush.Tests.Container;

/// <summary>The published programs, started as the image starts them.</summary>
public sealed class PublishedFolderTests(PublishedFolder published) : IClassFixture<PublishedFolder>, IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly int _port = FreePort();

    [Fact]
    public async Task Server_InTheContainersEnvironment_AnswersAndIsFoundAlive()
    {
        using var server = new ServerProcess([published.File("WeChatPush.Server.dll")], published.Folder, Environment());
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
            [published.File("WeChatPush.Server.dll")],
            published.Folder,
            [.. Environment(), ("ConnectionStrings__Redis", "127.0.0.1:1,password=geheim")]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_port}") };
        await server.AddressAsync();

        await server.LogsAsync("Redis does not answer");
        await IsFoundAliveAsync();
        await client.ReadyAsync("degraded");
        server.Terminate();
        (await server.ExitAsync()).ShouldBe(0);
        (server.Output + server.Errors).ShouldNotContain("geheim");
    }

    [Fact]
    public async Task Simulator_InTheSameFolder_Serves()
    {
        using var simulator = new ServerProcess(
            [published.File("WeChatPush.Simulator.dll"), "serve", "--host", "127.0.0.1", "--port", Text(_port)],
            published.Folder,
            Environment());
        await simulator.LogsAsync("Ctrl+C ends it.");

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        (await client.GetStringAsync("/_simulator/calls")).ShouldNotBeEmpty();
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
            [published.File("WeChatPush.Server.dll"), "healthcheck"], published.Folder, Environment());
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
