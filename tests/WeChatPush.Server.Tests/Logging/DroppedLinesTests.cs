using Serilog.Core;
using WeChatPush.Server.Logging;

namespace WeChatPush.Server.Tests.Logging;

/// <summary>The queue in front of the log's output.</summary>
public sealed class DroppedLinesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public void Log_WhenTheOutputKeepsUp_WritesEverythingInOrder()
    {
        var output = new LogOutput();
        using (var log = Log(output, 100))
        {
            for (var i = 0; i < 50; i++)
                log.Information("{Number}", i);
        }

        output.Lines.ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i}"));
    }

    [Fact]
    public void Log_WhenTheOutputHangs_DropsAndNeverBlocks_AndReportsTheCountOnceItHasCaughtUp()
    {
        using var gate = new ManualResetEventSlim();
        var output = new LogOutput(gate: gate);
        using (var log = Log(output, 10))
        {
            log.Information("first");
            output.Reached.Wait(Timeout).ShouldBeTrue();
            // The output is still hanging when this returns: one line is being written, ten are queued.
            Should.CompleteIn(() => Enumerable.Range(0, 25).ToList().ForEach(i => log.Information("{Number}", i)), Timeout);
            output.Lines.ShouldBeEmpty();
            gate.Set();
        }

        output.Lines.ShouldBe(
        [
            "first", .. Enumerable.Range(0, 10).Select(i => $"{i}"),
            "15 log lines were dropped: the log output is slower than the log.",
        ]);
    }

    [Fact]
    public void Log_WhenItDropsAgain_ReportsOnlyWhatIsNew()
    {
        using var gate = new ManualResetEventSlim();
        var output = new LogOutput(gate: gate);
        using (var log = Log(output, 1))
        {
            for (var round = 0; round < 2; round++)
            {
                gate.Reset();
                log.Information("written");
                output.Reached.Wait(Timeout).ShouldBeTrue();
                for (var i = 0; i < 3 + round; i++)
                    log.Information("queued or dropped");
                gate.Set();
                // The line that was queued, and the report.
                output.Reached.Wait(Timeout).ShouldBeTrue();
                output.Reached.Wait(Timeout).ShouldBeTrue();
            }
        }

        output.Lines.Where(line => line.Contains("dropped:", StringComparison.Ordinal)).Select(line => line[..1]).ShouldBe(["2", "3"]);
    }

    [Fact]
    public void Log_WhenTheOutputThrows_GoesOn()
    {
        var output = new LogOutput { Throws = true };
        using (var log = Log(output, 10))
        {
            log.Information("lost");
            output.Reached.Wait(Timeout).ShouldBeTrue();
            output.Throws = false;
            log.Information("kept");
        }

        output.Lines.ShouldBe(["kept"]);
    }

    private static Logger Log(LogOutput output, int queuedLines) =>
        ServerLogging.Configure(to => to.Sink(output), queuedLines).CreateLogger();
}
