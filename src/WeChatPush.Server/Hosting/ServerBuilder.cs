using WeChatPush.Server.Admin;
using WeChatPush.Server.Admission;
using WeChatPush.Server.Api.Shared;
using WeChatPush.Server.Feed;
using WeChatPush.Server.Health;
using WeChatPush.Server.Logging;
using WeChatPush.Server.MiniProgram;
using WeChatPush.Server.Observability;

namespace WeChatPush.Server.Hosting;

/// <summary>What the server is made of, around the engine.</summary>
internal static class ServerBuilder
{
    private const string Settings = "appsettings*.json";

    /// <summary>Where the server listens by default.</summary>
    public const string DefaultAddress = "http://localhost:5080";

    /// <summary>
    /// How to start: where neither appsettings.json nor one of an environment lies in the working directory, those beside
    /// the program count.
    /// </summary>
    public static WebApplicationOptions Start(string[] args) => new()
    {
        Args = args,
        ContentRootPath = HasSettings(".") || !HasSettings(AppContext.BaseDirectory) ? null : AppContext.BaseDirectory,
    };

    /// <summary>Registers the server's own services.</summary>
    public static WebApplicationBuilder AddServer(this WebApplicationBuilder builder)
    {
        builder.AddServerLogging();
        builder.Services.AddAdminApi();
        builder.Services.AddMiniProgramApi();
        builder.Services.AddHealthChecks().AddCheck<SendingHealth>("sending", tags: ["ready"]);
        builder.Services.AddSingleton<RecentReport>();
        builder.AddServerTelemetry();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddAdmission();
        builder.Services.AddHostedService<HealthFeed>();
        builder.Services.AddHostedService<WarmUp>();
        if (!HasAddress(builder.Configuration))
            builder.WebHost.UseUrls(DefaultAddress);
        return builder;
    }

    /// <summary>
    /// What stands before the endpoints. Nothing of it is on the way of a push: WeChat needs bare answers, fast.
    /// </summary>
    public static void UseServer(this WebApplication app)
    {
        app.UseWhen(IsForPeople, people =>
        {
            people.Use(app.Services.GetRequiredService<TrustedProxies>().ApplyAsync);
            people.Use(ConnectionTracking.TrackAsync);
            people.UseExceptionHandler();
            people.UseStatusCodePages();
            people.UseWhen(
                context => context.Request.Path.StartsWithSegments(AdminApi.Prefix),
                api => api.UseMiddleware<AdminKeyMiddleware>());
        });
        app.UseRouting();
        app.Use(ConnectionTracking.CompleteUnroutedAsync);
        app.Use(AdminRights.CheckAsync);
        app.ReportIgnoredLevels();
        app.ReportUntrustedForwarding();
        app.ReportBrokenFiles();
    }

    /// <summary>Maps the server's own endpoints.</summary>
    public static void MapServer(this WebApplication app)
    {
        app.MapHealth();
        app.MapAdminApi();
        app.MapMiniProgramApi();
        app.MapOpenApi();
        app.MapWelcome();
    }

    private static bool HasSettings(string directory) => Directory.EnumerateFiles(directory, Settings).Any();

    private static bool IsForPeople(HttpContext context) => !context.Request.Path.StartsWithSegments("/wechat");

    private static void MapWelcome(this WebApplication app)
    {
        const string text = """
            WeChatPush

            /wechat/{app}      the push URL of an app
            /health/ready      can pushes be acknowledged?
            /openapi/v1.json   the admin API

            """;
        app.MapGet("/", () => TypedResults.Text(text)).ExcludeFromDescription();
    }

    // An address in the code beats ASPNETCORE_URLS, so it is used only where none is configured.
    private static bool HasAddress(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
