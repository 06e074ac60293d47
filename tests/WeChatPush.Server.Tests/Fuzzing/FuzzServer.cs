using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatPush.Inbox;
using WeChatPush.Server.Admin;
using WeChatPush.Simulator;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>The whole server in memory, fed with requests as they would come off the wire: no client corrects them first.</summary>
internal sealed class FuzzServer : WebApplicationFactory<AdminKeys>
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SimulatorHost _simulator;

    private FuzzServer(SimulatorHost simulator) => _simulator = simulator;

    public FuzzLog Log { get; } = new();

    public IPushHistory History => Services.GetRequiredService<IPushHistory>();

    public static async Task<FuzzServer> StartAsync()
    {
        var server = new FuzzServer(await SimulatorHost.StartAsync());
        server._simulator.WeChat.Calls.Capacity = 100;
        server._simulator.WeChat.RequireAccessToken = false;
        _ = server.Services;
        return server;
    }

    /// <summary>Sends a request; the status, and whether the word <c>success</c> came with it.</summary>
    public async Task<(int Status, string Text)> SendAsync(FuzzRequest request)
    {
        var context = await Server.SendAsync(to =>
        {
            to.Request.Method = request.Method;
            to.Request.Path = PathString.FromUriComponent($"/wechat/{request.App}");
            to.Request.QueryString = new QueryString(request.Query);
            foreach (var (name, value) in request.Headers)
                to.Request.Headers.Append(name, value);
            if (request.ContentType is not null)
                to.Request.ContentType = request.ContentType;
            if (request.Chunk == int.MaxValue)
                to.Request.ContentLength = request.Body.Length;
            to.Request.Body = new FuzzStream(request.Body, request.Chunk);
            to.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
        });
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync());
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("WeChatPush:DataDirectory", _directory.Path);
        builder.UseSetting("WeChatPush:AdminKeys:0", "the-admin-key-of-the-tests");
        // What a busy machine cannot store at once is not what is looked for here.
        builder.UseSetting("WeChatPush:Receiving:AppendTimeout", "00:00:04.800");
        builder.UseSetting("WeChatPush:Receiving:ReplyBudget", "00:00:04.900");
        builder.UseSetting("Logging:Serilog:LogLevel:Default", "None");
        foreach (var (key, value) in FuzzApps.Settings(_simulator.BaseUrl.ToString()))
            builder.UseSetting($"WeChatPush:{key}", value);
        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(Log));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _simulator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _directory.Dispose();
    }

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
