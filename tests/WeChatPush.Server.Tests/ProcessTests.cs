using System.Net;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests;

/// <summary>The built program as a process of its own.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Start_WhenTheConfigurationIsWrong_ListsEveryErrorAndExitsWith1()
    {
        using var server = new ServerProcess(
            _directory.Path,
            ("WeChatPush__Apps__shop__AppId", "wx0123456789abcdef"),
            ("WeChatPush__Apps__shop__Token", "s3cr3t-token "),
            ("WeChatPush__Apps__shop__EncodingAesKey", "s3cr3t-key"),
            ("WeChatPush__Apps__shop__Mode", "Secur"),
            ("WeChatPush__Dispatching__Lease", "soon"));

        (await server.ExitAsync()).ShouldBe(1);

        server.Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            [
                "WeChatPush cannot start: 4 errors in the configuration.",
                "WeChatPush:Apps:shop:Mode: 'Secur' is not one of Plaintext, Compatible, Secure.",
                "WeChatPush:Dispatching:Lease: 'soon' is not a time span such as 00:00:30 or 3.00:00:00 (days.hours:minutes:seconds).",
                "WeChatPush:Apps:shop:Token: begins or ends with white space (13 characters).",
                "WeChatPush:Apps:shop:EncodingAesKey: is not an EncodingAESKey: 43 letters and digits (this one has 10).",
            ],
            ignoreOrder: true);
        (server.Output + server.Errors).ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task Start_WhenAConfigurationFileIsBroken_SaysWhichAndExitsWith1()
    {
        await File.WriteAllTextAsync(_directory.File("appsettings.json"), "{ \"WeChatPush\": { ");
        using var server = new ServerProcess(_directory.Path);

        (await server.ExitAsync()).ShouldBe(1);

        server.Errors.ShouldContain("appsettings.json");
        server.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Start_WhenOnlyTheFileOfTheEnvironmentIsThere_ReadsIt()
    {
        await File.WriteAllTextAsync(
            _directory.File("appsettings.Production.json"), """{ "WeChatPush": { "Receiving": { "MaxBodyBytes": 1 } } }""");
        using var server = new ServerProcess(_directory.Path);

        (await server.ExitAsync()).ShouldBe(1);

        server.Errors.ShouldContain("WeChatPush:Receiving:MaxBodyBytes: is 1, but must be between");
    }

    [Fact]
    public async Task Start_WhenTheAddressIsTaken_SaysSoAndExitsWith1()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var server = new ServerProcess(_directory.Path, ("ASPNETCORE_URLS", $"http://{listener.LocalEndpoint}"));

        (await server.ExitAsync()).ShouldBe(1);
        listener.Stop();

        server.Errors.ShouldContain("address already in use");
        server.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Start_WhenTheStoreCannotBeOpened_SaysWhereAndExitsWith1()
    {
        Directory.CreateDirectory(_directory.File("data"));
        await File.WriteAllTextAsync(_directory.File("data/wechatpush.db"), new string('x', 5000));
        using var server = new ServerProcess(_directory.Path, ("ASPNETCORE_URLS", "http://127.0.0.1:0"));

        (await server.ExitAsync()).ShouldBe(1);

        server.Errors.ShouldContain("WeChatPush:DataDirectory");
        server.Errors.ShouldContain("file is not a database");
        server.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Stop_WhenTerminated_ExitsWith0()
    {
        using var server = new ServerProcess(_directory.Path, ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await client.ReadyAsync("healthy");
        (await client.GetStringAsync("/")).ShouldContain("/openapi/v1.json");
        File.Exists(_directory.File("data/admin-key")).ShouldBeTrue();

        server.Terminate();

        (await server.ExitAsync()).ShouldBe(0);
        server.Output.ShouldContain("Application is shutting down");
        server.Output.ShouldNotContain(await File.ReadAllTextAsync(_directory.File("data/admin-key")));
    }

    [Fact]
    public async Task Stop_WhenNoneReadsTheOutput_StillExitsWith0()
    {
        using var server = new ServerProcess(
            _directory.Path,
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        server.StopReading();
        // Some hundred kilobytes of lines: more than a pipe holds.
        for (var i = 0; i < 200; i++)
            await client.GetStringAsync("/health/live");

        server.Terminate();

        (await server.ExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Reload_WhenAFileIsBrokenOrWrong_SaysSoAndServesOn()
    {
        var file = _directory.File("appsettings.json");
        await File.WriteAllTextAsync(file, """{ "WeChatPush": { "AdminKeys": ["the-first-admin-key"] } }""");
        using var server = new ServerProcess(_directory.Path, ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "the-first-admin-key");

        await File.WriteAllTextAsync(file, """{ "WeChatPush": { """);
        await server.LogsAsync("The configuration in force stays in force.");
        await client.GetStringAsync("/api/v1/apps");

        await File.WriteAllTextAsync(file, """{ "WeChatPush": { "AdminKeys": ["the-second-admin-key"], "Receiving": { "MaxBodyBytes": 1 } } }""");
        await server.LogsAsync("WeChatPush:Receiving:MaxBodyBytes: is 1, but must be between");
        await client.GetStringAsync("/api/v1/apps");
        server.Output.ShouldNotContain("   at ");
    }

    public void Dispose() => _directory.Dispose();
}
