using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using WeChatPush.Simulator;
using WeChatPush.Simulator.Chat;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Server.Development;

/// <summary>
/// WeChat's side inside the same process, in Development only: the app <c>demo</c> calls a simulated API, and
/// <c>/simulator</c> is a page on which a person plays its user.
/// </summary>
internal sealed partial class DevelopmentSimulator : IAsyncDisposable
{
    private const string Demo = "demo";

    // The simulated API once more, where somebody outside can see what was sent and ask for faults.
    private const string Api = "/simulator/api";

    private readonly SimulatorHost? _host;

    private DevelopmentSimulator(SimulatorHost? host) => _host = host;

    /// <summary>Starts the simulated API, where there is an app to play with, and points the app at it.</summary>
    public static async Task<DevelopmentSimulator> StartAsync(WebApplicationBuilder builder)
    {
        const string app = $"{WeChatPushOptions.SectionName}:{nameof(WeChatPushOptions.Apps)}:{Demo}";
        if (!builder.Environment.IsDevelopment() || !builder.Configuration.GetSection(app).Exists())
            return new DevelopmentSimulator(null);

        // Out of this flow: a test host takes the first host that the program builds for the server.
        Task<SimulatorHost> starting;
        using (ExecutionContext.SuppressFlow())
            starting = Task.Run(() => SimulatorHost.StartAsync());
        var host = await starting;
        builder.Configuration.AddInMemoryCollection(
            [new($"{app}:{nameof(AppOptions.ApiBaseUrl)}", host.BaseUrl.ToString())]);
        return new DevelopmentSimulator(host);
    }

    /// <summary>Maps the page, where the simulated API runs.</summary>
    public void Map(WebApplication app)
    {
        if (_host is null)
            return;
        app.MapSimulatorChat(_host.WeChat, () => Target(app));
        app.MapFakeWeChat(_host.WeChat, Api);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (OwnAddress(app.Services) is { } address)
                LogPlay(app.Logger, new Uri(address, "/simulator"));
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SimulatedApp? Target(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
        if (!options.Apps.TryGetValue(Demo, out var demo) || OwnAddress(app.Services) is not { } address)
            return null;
        return new SimulatedApp
        {
            Name = Demo,
            AppId = demo.AppId,
            Token = demo.Token,
            EncodingAesKey = demo.EncodingAesKey,
            Mode = demo.EffectiveMode switch
            {
                PushMode.Secure => WireMode.Secure,
                PushMode.Compatible => WireMode.Compatible,
                _ => WireMode.Plaintext,
            },
            Route = demo.Hosting switch
            {
                PushHosting.CloudHosting => PushRoute.CloudHosting,
                PushHosting.CloudFunction => PushRoute.CloudFunction,
                _ => PushRoute.DeveloperServer,
            },
            RelaySecret = demo.RelaySecret,
            PushUrl = new Uri(address, $"/wechat/{Demo}"),
        };
    }

    // The addresses that Kestrel bound, where "any" is called by a name that can be connected to.
    private static Uri? OwnAddress(IServiceProvider services)
    {
        var bound = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
            .Select(BindingAddress.Parse)
            .OrderBy(address => address.Scheme, StringComparer.Ordinal)
            .FirstOrDefault();
        return bound is null
            ? null
            : new UriBuilder(bound.Scheme, IsAny(bound.Host) ? "localhost" : bound.Host, bound.Port).Uri;
    }

    private static bool IsAny(string host) => host is "[::]" or "0.0.0.0" or "+" or "*";

    [LoggerMessage(1010, LogLevel.Information, "Play the WeChat user of the app demo at {Address}")]
    private static partial void LogPlay(ILogger logger, Uri address);
}
