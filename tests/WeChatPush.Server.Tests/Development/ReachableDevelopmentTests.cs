using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Server.Admin;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Development;

/// <summary>The simulator and the app with the public credentials are for those who sit at the machine.</summary>
public sealed class ReachableDevelopmentTests : IDisposable
{
    private const string Remote = "X-Test-Remote-Address";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeLogCollector _log = new();

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://127.0.0.1:0;http://192.0.2.7:0")]
    public async Task Server_ThatOthersReach_HasNeitherSimulatorNorDemo_AndSaysWhy(string urls)
    {
        using var server = Server(urls);
        using var client = server.CreateClient(new() { AllowAutoRedirect = false });

        (await StatusAsync(client, "/simulator")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, "/simulator/api/_simulator/calls")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, "/wechat/demo")).ShouldBe(HttpStatusCode.NotFound);
        (await client.GetStringAsync("/")).ShouldStartWith("WeChatPush");
        _log.Lines.ShouldContain(line => line.StartsWith("Warning: ", StringComparison.Ordinal)
            && line.Contains("no simulator", StringComparison.Ordinal)
            && line.Contains("urls", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_ThatOthersReach_KeepsAnAppOfItsOwnThatIsCalledDemo()
    {
        using var server = Server(
            "http://0.0.0.0:0",
            ("WeChatPush:Apps:demo:AppId", "wx0123456789abcdef"),
            ("WeChatPush:Apps:demo:Token", "of-its-own"));
        using var client = server.CreateClient();

        // Unsigned, so it is refused; but there is somebody to refuse it.
        (await StatusAsync(client, "/wechat/demo")).ShouldNotBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, "/simulator")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("::1", HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.1", HttpStatusCode.OK)]
    [InlineData("192.0.2.1", HttpStatusCode.NotFound)]
    [InlineData("::ffff:192.0.2.1", HttpStatusCode.NotFound)]
    [InlineData("2001:db8::1", HttpStatusCode.NotFound)]
    public async Task Simulator_IsThereForThisMachineOnly(string remote, HttpStatusCode expected)
    {
        using var server = Server("http://127.0.0.1:0");
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Add(Remote, remote);

        (await StatusAsync(client, "/simulator")).ShouldBe(expected);
        (await StatusAsync(client, "/simulator/api/_simulator/calls")).ShouldBe(expected);
        (await StatusAsync(client, "/wechat/demo")).ShouldNotBe(HttpStatusCode.NotFound);
    }

    public void Dispose()
    {
        _directory.Dispose();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private WebApplicationFactory<AdminKeys> Server(string urls, params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<AdminKeys>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").UseUrls(urls).UseSetting("WeChatPush:DataDirectory", _directory.Path);
            foreach (var (key, value) in settings)
                host.UseSetting(key, value);
            host.ConfigureServices(services => services
                .AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_log))
                .AddSingleton<IStartupFilter, RemoteAddressFilter>());
        });

    /// <summary>Requests of a test server come from nowhere: a header says where from.</summary>
    private sealed class RemoteAddressFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[Remote], out var address))
                    context.Connection.RemoteIpAddress = address;
                return rest(context);
            });
            next(app);
        };
    }
}
