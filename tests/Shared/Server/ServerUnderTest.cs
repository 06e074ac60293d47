using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Server.Admin;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.TestSupport.Server;

/// <summary>
/// The whole server with its real engine on a directory of its own: the apps <c>cafe</c> and <c>shop</c>, a simulated API
/// behind them, and the admin key <see cref="AdminKey"/>.
/// </summary>
internal sealed class ServerUnderTest : WebApplicationFactory<AdminKeys>
{
    public const string AdminKey = "the-admin-key-of-the-tests";

    /// <summary>What <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> sets.</summary>
    public const string ForwardedHeaders = "ForwardedHeaders_Enabled";

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly SimulatorHost _simulator;

    private ServerUnderTest(SimulatorHost simulator) => _simulator = simulator;

    public FakeWeChat WeChat => _simulator.WeChat;

    public FakeLogCollector Log { get; } = new();

    public string DataDirectory => _directory.Path;

    public SimulatedApp Shop { get; } = new()
    {
        Name = "shop",
        AppId = "wx0123456789abcdef",
        Token = "shoptoken",
        PushUrl = new Uri("http://localhost/wechat/shop"),
    };

    /// <summary>Starts the server; a setting of <see langword="null"/> is left out.</summary>
    public static async Task<ServerUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var server = new ServerUnderTest(await SimulatorHost.StartAsync());
        server.Set("DataDirectory", server.DataDirectory);
        server.Set("AdminKeys:0", AdminKey);
        foreach (var name in new[] { "cafe", "shop" })
        {
            server.Set($"Apps:{name}:AppId", server.Shop.AppId);
            server.Set($"Apps:{name}:AppSecret", "the-app-secret");
            server.Set($"Apps:{name}:Token", server.Shop.Token);
            server.Set($"Apps:{name}:ApiBaseUrl", server._simulator.BaseUrl.ToString());
            server.Set($"Apps:{name}:Credits:Templates:0", "tpl");
        }

        foreach (var (key, value) in settings)
            server.Set(key, value);
        return server;
    }

    /// <summary>A caller of the admin API; without a key it has none to show.</summary>
    public HttpClient Client(string? key = AdminKey)
    {
        var client = CreateClient(new() { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress });
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Pushes as WeChat does.</summary>
    public async Task<(HttpStatusCode Status, string Answer)> TryPushAsync(PushPayload payload)
    {
        using var client = Client(key: null);
        using var request = new PushSigner(Shop).Push(payload).ToMessage(Shop.PushUrl);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Pushes as WeChat does, and waits until the push is handled.</summary>
    public async Task<JsonElement> PushAsync(PushPayload payload, string state = "done")
    {
        using var client = Client();
        (await TryPushAsync(payload)).Answer.ShouldBe("success");
        return await UntilAsync(client, state);
    }

    /// <summary>Changes a setting of the running server.</summary>
    public void Reload(string key, string? value)
    {
        var configuration = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        configuration[$"WeChatPush:{key}"] = value;
        configuration.Reload();
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(Log)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _simulator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _directory.Dispose();
    }

    private void Set(string key, string? value)
    {
        var name = key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) || key == ForwardedHeaders ? key : $"WeChatPush:{key}";
        if (value is null)
            _settings.Remove(name);
        else
            _settings[name] = value;
    }

    // The state shows nowhere but in the API; the newest push is the one that was just made.
    private static async Task<JsonElement> UntilAsync(HttpClient client, string state)
    {
        JsonElement push = default;
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await client.GetFromJsonAsync<JsonElement>("/api/v1/apps/shop/messages?limit=1");
                push = page.GetProperty("items")[0];
                return push.GetProperty("state").GetString() == state;
            },
            () => $"not {state}: {push}");
        return push;
    }
}
