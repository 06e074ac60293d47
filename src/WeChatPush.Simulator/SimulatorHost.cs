using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator;

/// <summary>The simulated WeChat API on a listener of its own.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, FakeWeChat weChat)
    {
        _app = app;
        WeChat = weChat;
        BaseUrl = new Uri(app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>What to configure as <c>ApiBaseUrl</c>.</summary>
    public Uri BaseUrl { get; }

    public FakeWeChat WeChat { get; }

    /// <summary>Listens until it is disposed; by default on the loopback address and a free port.</summary>
    /// <param name="weChat">The state to serve; a new one when left out.</param>
    /// <param name="port">0: a free one.</param>
    /// <param name="address">Loopback when left out.</param>
    /// <param name="map">More endpoints for the same listener.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SimulatorHost> StartAsync(
        FakeWeChat? weChat = null,
        int port = 0,
        IPAddress? address = null,
        Action<IEndpointRouteBuilder>? map = null,
        CancellationToken cancellationToken = default)
    {
        weChat ??= new FakeWeChat();

        // Nothing from the surroundings: an ASPNETCORE_URLS meant for the server must not move the simulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(address ?? IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();

        var app = builder.Build();
        app.UseRouting();
        app.MapFakeWeChat(weChat);
        map?.Invoke(app);
        await app.StartAsync(cancellationToken);
        return new SimulatorHost(app, weChat);
    }

    public async ValueTask DisposeAsync()
    {
        // Callers whose send is being delayed on purpose are not waited for.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
