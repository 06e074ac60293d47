using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Coordination;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Coordination;

/// <summary>A background service that fails: it runs again, the log and health say so, and the host lives.</summary>
public sealed class SupervisedServiceTests : IDisposable
{
    private readonly FakeLogCollector _log = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedService _service = new();
    private readonly BackgroundFailures _failures;

    public SupervisedServiceTests() => _failures = new BackgroundFailures(_time);

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Service_ThatFails_RunsAgain_AndIsAFindingInHealth()
    {
        using var supervised = Supervise();
        await supervised.StartAsync(default);
        await _service.RunsAsync(1);
        (await HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);

        _service.Fail(new InvalidOperationException("broken"));
        await RunsAgainAsync(2);
        var line = _log.GetSnapshot().ShouldHaveSingleItem();
        line.Level.ShouldBe(LogLevel.Error);
        line.Exception.ShouldBeOfType<InvalidOperationException>();
        line.Message.ShouldContain(nameof(ScriptedService));
        var health = await HealthAsync();
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description.ShouldNotBeNull().ShouldContain(nameof(ScriptedService));
        health.Description.ShouldNotContain("broken");

        _time.Advance(BackgroundFailures.ShownFor);
        (await HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await supervised.StopAsync(default);
    }

    [Fact]
    public async Task Service_ThatIsCancelledByAnybodyButTheHost_RunsAgain()
    {
        using var supervised = Supervise();
        await supervised.StartAsync(default);
        await _service.RunsAsync(1);

        _service.Fail(new OperationCanceledException());
        await RunsAgainAsync(2);
        _failures.Recent.ShouldHaveSingleItem();
        await supervised.StopAsync(default);
    }

    [Fact]
    public async Task Service_ThatIsDone_IsLeftAlone()
    {
        using var supervised = Supervise();
        await supervised.StartAsync(default);
        await _service.RunsAsync(1);

        _service.End();
        await supervised.StopAsync(default);
        _failures.Recent.ShouldBeEmpty();
        _service.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_WhileARestartIsDue_StartsNothing()
    {
        using var supervised = Supervise();
        await supervised.StartAsync(default);
        await _service.RunsAsync(1);
        _service.Fail(new InvalidOperationException("broken"));
        await Eventually.TrueAsync(() => _failures.Recent.Count > 0, () => "no failure was noted");

        await supervised.StopAsync(default);
        _time.Advance(TimeSpan.FromHours(1));
        _service.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_AfterDispose_IsHarmless_AsTestHostsDoIt()
    {
        var supervised = Supervise();
        await supervised.StartAsync(default);
        await _service.RunsAsync(1);

        supervised.Dispose();
        await supervised.StopAsync(default);
        supervised.Dispose();
        _service.Runs.ShouldBe(1);
    }

    private SupervisedService<ScriptedService> Supervise() =>
        new(_service, _failures, _time, new FakeLogger<ScriptedService>(_log));

    private Task<HealthCheckResult> HealthAsync() =>
        new BackgroundHealth(_failures).CheckHealthAsync(new HealthCheckContext());

    private Task RunsAgainAsync(int times) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _service.Runs >= times;
        },
        () => "it was not started again");

    internal sealed class ScriptedService : BackgroundService
    {
        private TaskCompletionSource _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public Task RunsAsync(int times) => Eventually.TrueAsync(() => Runs >= times, () => "it does not run");

        public void Fail(Exception error) => Next().SetException(error);

        public void End() => Next().SetResult();

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var run = Volatile.Read(ref _run).Task.WaitAsync(stoppingToken);
            Interlocked.Increment(ref _runs);
            return run;
        }

        private TaskCompletionSource Next() =>
            Interlocked.Exchange(ref _run, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
