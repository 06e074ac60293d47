namespace WeChatPush.Server.Development;

/// <summary>The place of the simulator in a build without it: the image's (<c>IncludeSimulator=false</c>).</summary>
internal sealed class DevelopmentSimulator : IAsyncDisposable
{
    /// <summary>Starts nothing.</summary>
    public static Task<DevelopmentSimulator> StartAsync(WebApplicationBuilder builder) =>
        Task.FromResult(new DevelopmentSimulator());

    /// <summary>Maps nothing.</summary>
    public void Map(WebApplication app)
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
