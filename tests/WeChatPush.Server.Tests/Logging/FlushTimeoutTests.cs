using Serilog.Core;
using WeChatPush.Server.Logging;

namespace WeChatPush.Server.Tests.Logging;

public sealed class FlushTimeoutTests
{
    [Fact]
    public void Dispose_WhenTheOutputNeverReturns_DoesNotWaitForIt() => EndsInTime(log =>
    {
        log.Dispose();
        return Task.CompletedTask;
    });

    // The container disposes like this.
    [Fact]
    public void DisposeAsync_WhenTheOutputNeverReturns_DoesNotWaitForIt() => EndsInTime(log => log.DisposeAsync().AsTask());

    private static void EndsInTime(Func<Logger, Task> end)
    {
        using var gate = new ManualResetEventSlim();
        var output = new LogOutput(gate: gate);
        var log = ServerLogging.Configure(to => to.Sink(output)).CreateLogger();
        log.Information("stuck");

        Should.CompleteIn(() => Task.Run(() => end(log)), TimeSpan.FromSeconds(30));

        output.Lines.ShouldBeEmpty();
        gate.Set();
    }
}
