namespace WeChatPush.Server.Development;

/// <summary>The place of the simulator in a build without it: the image's (<c>IncludeSimulator=false</c>).</summary>
internal sealed partial class DevelopmentSimulator : IAsyncDisposable
{
    private readonly bool _isMissed;

    private DevelopmentSimulator(bool isMissed) => _isMissed = isMissed;

    /// <summary>Starts nothing.</summary>
    public static Task<DevelopmentSimulator> StartAsync(WebApplicationBuilder builder) =>
        Task.FromResult(new DevelopmentSimulator(builder.Environment.IsDevelopment()));

    /// <summary>Maps nothing, and logs that where a simulator is expected.</summary>
    public void Map(WebApplication app)
    {
        if (_isMissed)
            LogMissing(app.Logger);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [LoggerMessage(1012, LogLevel.Information,
        "This build has no simulator: `dotnet run --project src/WeChatPush.Server` has one.")]
    private static partial void LogMissing(ILogger logger);
}
