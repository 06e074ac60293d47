using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Server.Health;
using WeChatPush.TestSupport;

namespace WeChatPush.Server.Tests.Health;

public sealed class RecentReportTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource<HealthCheckResult> _end = new();
    private readonly ServiceProvider _services;
    private int _looks;

    public RecentReportTests()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddAsyncCheck("store", LookAsync, tags: ["ready"]);
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task Read_WhenAskedAgainWithinTheAge_LooksOnce_AndAfterItOnceMore()
    {
        var recent = new RecentReport(_services.GetRequiredService<HealthCheckService>(), _time);
        _end.SetResult(HealthCheckResult.Degraded());

        for (var i = 0; i < 100; i++)
            (await recent.ReadAsync("ready")).Status.ShouldBe(HealthStatus.Degraded);
        _looks.ShouldBe(1);
        _time.Advance(RecentReport.Age);
        await recent.ReadAsync("ready");
        _looks.ShouldBe(2);
    }

    [Fact]
    public async Task Read_WhileALookGoesOn_WaitsForIt()
    {
        var recent = new RecentReport(_services.GetRequiredService<HealthCheckService>(), _time);

        var readers = Enumerable.Range(0, 100).Select(_ => Task.Run(() => recent.ReadAsync("ready"))).ToList();
        _end.SetResult(HealthCheckResult.Healthy());
        await Task.WhenAll(readers);

        _looks.ShouldBe(1);
    }

    public void Dispose() => _services.Dispose();

    private Task<HealthCheckResult> LookAsync()
    {
        Interlocked.Increment(ref _looks);
        return _end.Task;
    }
}
