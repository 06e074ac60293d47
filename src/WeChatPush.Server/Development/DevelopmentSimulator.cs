using System.Net;
using Microsoft.Extensions.Options;
using WeChatPush.Server.Hosting;
using WeChatPush.Simulator;
using WeChatPush.Simulator.Chat;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Server.Development;

/// <summary>
/// WeChat's side inside the same process, in Development and on loopback addresses only: the app <c>demo</c> calls a
/// simulated API, and <c>/simulator</c> is a page on which a person plays its user. The credentials of that app are public,
/// so where other machines can connect there is neither.
/// </summary>
internal sealed partial class DevelopmentSimulator : IAsyncDisposable
{
    private const string Demo = "demo";

    // The secrets of the app in appsettings.Development.json, which are public with the source.
    private const string PublicAppId = "wxdemo0123456789ab";
    private const string PublicToken = "demotoken";

    private const string Page = "/simulator";

    // The simulated API once more, where a client outside can see what was sent and ask for faults.
    private const string Api = $"{Page}/api";

    private readonly SimulatorHost? _host;
    private readonly ListenAddress? _reachable;

    private DevelopmentSimulator(SimulatorHost? host, ListenAddress? reachable = null) =>
        (_host, _reachable) = (host, reachable);

    /// <summary>Starts the simulated API, where there is an app to play with, and points the app at it.</summary>
    public static async Task<DevelopmentSimulator> StartAsync(WebApplicationBuilder builder)
    {
        const string app = $"{WeChatPushOptions.SectionName}:{nameof(WeChatPushOptions.Apps)}:{Demo}";
        if (!builder.Environment.IsDevelopment() || !builder.Configuration.GetSection(app).Exists())
            return new DevelopmentSimulator(null);
        if (ListenAddresses.From(builder.Configuration).FirstOrDefault(address => !address.IsLoopback) is { } reachable)
        {
            builder.Services.PostConfigure<WeChatPushOptions>(RemoveDemo);
            return new DevelopmentSimulator(null, reachable);
        }

        // Out of this flow: a test host takes the first host that the program builds for the server.
        Task<SimulatorHost> starting;
        using (ExecutionContext.SuppressFlow())
            starting = Task.Run(() => SimulatorHost.StartAsync());
        var host = await starting;
        builder.Configuration.AddInMemoryCollection(
            [new($"{app}:{nameof(AppOptions.ApiBaseUrl)}", host.BaseUrl.ToString())]);
        return new DevelopmentSimulator(host);
    }

    /// <summary>Maps the page, where the simulated API runs, or logs why there is none.</summary>
    public void Map(WebApplication app)
    {
        if (_reachable is { } address)
            LogReachable(app.Logger, address.Setting, address.Binding);
        if (_host is null)
            return;
        app.Use(OnlyFromThisMachine);
        app.MapGet("/", () => TypedResults.Redirect(Page)).WithOrder(-1).ExcludeFromDescription();
        app.MapSimulatorChat(_host.WeChat, () => Target(app), Page);
        app.MapFakeWeChat(_host.WeChat, Api);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (OwnPushUrl.FindAddress(app.Services) is { } address)
                LogPlay(app.Logger, new Uri(address, Page));
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SimulatedApp? Target(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
        if (!options.Apps.TryGetValue(Demo, out var demo) || OwnPushUrl.FindAddress(app.Services) is not { } address)
            return null;
        return OwnPushUrl.From(Demo, demo, address);
    }

    private static void RemoveDemo(WeChatPushOptions options)
    {
        if (options.Apps.TryGetValue(Demo, out var demo) && (demo.AppId == PublicAppId || demo.Token == PublicToken))
            options.Apps.Remove(Demo);
    }

    // Whatever the addresses in the configuration say: what was bound in the end may be another.
    private static Task OnlyFromThisMachine(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(Page) || IsThisMachine(context.Connection.RemoteIpAddress))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // A socket file has no address, and is on this machine.
    private static bool IsThisMachine(IPAddress? remote) =>
        remote is null || IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);

    [LoggerMessage(1010, LogLevel.Information, "Play the WeChat user of the app demo at {Address}")]
    private static partial void LogPlay(ILogger logger, Uri address);

    [LoggerMessage(1011, LogLevel.Warning,
        "There is no simulator and no app demo, although this is Development: {Setting} lets other machines connect, at "
        + "{Address}, and the credentials of the app demo are public. To play, let that setting name loopback addresses only, "
        + "such as http://localhost:5080; to serve others, set ASPNETCORE_ENVIRONMENT to Production.")]
    private static partial void LogReachable(ILogger logger, string setting, BindingAddress address);
}
