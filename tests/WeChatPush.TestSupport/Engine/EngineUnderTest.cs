using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The whole engine in a host of its own: a real listener, a real store, real pushes.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EngineSetup _setup;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private EngineUnderTest(WebApplication app, EngineSetup setup, FakeLogCollector log)
    {
        (_app, _setup, Log) = (app, setup, log);
        BaseUrl = new Uri(app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri BaseUrl { get; }

    public FakeLogCollector Log { get; }

    public IServiceProvider Services => _app.Services;

    public IPushHistory History => Services.GetRequiredService<IPushHistory>();

    /// <summary>The database file.</summary>
    public string StorePath => _setup.Data.File("wechatpush.db");

    public static async Task<EngineUnderTest> StartAsync(EngineSetup? setup = null)
    {
        setup ??= new EngineSetup();
        var log = new FakeLogCollector();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Warning)
            .AddProvider(new FakeLoggerProvider(log));
        builder.Configuration.AddInMemoryCollection(setup.ToConfiguration());
        builder.Services.AddSingleton(setup.Time);
        if (setup.Messages is not null)
            builder.Services.AddSingleton(setup.Messages);
        setup.Services?.Invoke(builder.Services);
        builder.AddWeChatPush();

        var app = builder.Build();
        app.UseRouting();
        var handlers = app.MapWeChatPush();
        setup.Handlers?.Invoke(handlers);
        await app.StartAsync();
        return new EngineUnderTest(app, setup, log);
    }

    /// <summary>An app of the configuration, as its console would describe it.</summary>
    public SimulatedApp App(string name = "shop", WireMode mode = WireMode.Plaintext, PushFormat format = PushFormat.Json) =>
        EngineSetup.Console(name, mode, format) with { PushUrl = new Uri(BaseUrl, $"/wechat/{name}") };

    /// <summary>Sends a request as it stands.</summary>
    public Task<HttpResponseMessage> SendAsync(SimulatedApp app, PushRequest request) =>
        _http.SendAsync(request.ToMessage(app.PushUrl));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Pushes, once, and insists on <c>success</c>.</summary>
    public async Task PushAsync(SimulatedApp app, PushPayload payload)
    {
        using var answer = await SendAsync(app, new PushSigner(app, _setup.Time).Push(payload));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
    }

    /// <summary>Pushes a text of a user of the app <c>shop</c>.</summary>
    public Task PushTextAsync(string user, string content) =>
        PushAsync(App(), new PushBuilder(App(), user, _setup.Time).Text(content));

    /// <summary>A changed configuration, as a reload of the file would bring it.</summary>
    public void Change(params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var configuration = (IConfigurationRoot)_app.Configuration;
        foreach (var (key, value) in changes)
            configuration[$"WeChatPush:{key}"] = value;
        configuration.Reload();
    }

    /// <summary>Every push of an app, oldest first.</summary>
    public async Task<IReadOnlyList<PushDetail>> StoredAsync(string app = "shop")
    {
        var page = await History.ListAsync(app, new PushFilter { Limit = 200 }, CancellationToken.None);
        var details = new List<PushDetail>();
        foreach (var item in page.Items.Reverse())
            details.Add((await History.FindAsync(app, item.Id, CancellationToken.None)).ShouldNotBeNull());
        return details;
    }

    /// <summary>The only push of an app, once it has come to this state.</summary>
    public async Task<PushDetail> WhenAsync(PushState state, string app = "shop")
    {
        PushDetail? push = null;
        await Eventually.TrueAsync(
            async () => (push = (await StoredAsync(app)).ShouldHaveSingleItem()).State == state,
            () => $"the push is {push?.State}, and should be {state}: {string.Join("; ", push?.Timeline ?? [])}");
        return push!;
    }

    /// <summary>Stops as a host does, without an end of its timeout.</summary>
    public Task StopAsync() => _app.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        if (!_setup.KeepsData)
            _setup.Data.Dispose();
    }
}
