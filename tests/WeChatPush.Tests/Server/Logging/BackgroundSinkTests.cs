using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using WeChatPush.Server.Logging;

namespace WeChatPush.Tests.Server.Logging;

public sealed class BackgroundSinkTests
{
    [Fact]
    public void Emit_WhenTheOutputKeepsUp_WritesEverythingInOrder()
    {
        var output = new Output();
        using (var sink = new BackgroundSink(output, 100, TimeProvider.System))
        {
            for (var i = 0; i < 50; i++)
                sink.Emit(Event($"{i}"));
        }

        output.Lines.ShouldBe(Enumerable.Range(0, 50).Select(i => $"{i}"));
    }

    [Fact]
    public void Emit_WhenTheOutputHangs_DropsCountsAndReports()
    {
        using var gate = new ManualResetEventSlim();
        var output = new Output(gate);
        using (var sink = new BackgroundSink(output, 10, TimeProvider.System))
        {
            sink.Emit(Event("first"));
            output.Reached.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
            for (var i = 0; i < 25; i++)
                sink.Emit(Event($"{i}"));

            sink.Dropped.ShouldBe(15);
            gate.Set();
        }

        output.Lines.Count.ShouldBe(12);
        output.Lines.Last().ShouldBe("15 log lines were dropped: the log output is slower than the log.");
    }

    [Fact]
    public void Dispose_WhenTheOutputNeverReturns_DoesNotWaitForIt()
    {
        using var gate = new ManualResetEventSlim();
        var sink = new BackgroundSink(new Output(gate), 10, TimeProvider.System);
        sink.Emit(Event("stuck"));

        Should.CompleteIn(sink.Dispose, TimeSpan.FromSeconds(8));
        gate.Set();
    }

    [Fact]
    public void Emit_WhenTheOutputThrows_GoesOn()
    {
        var output = new Output { Throws = true };
        using (var sink = new BackgroundSink(output, 10, TimeProvider.System))
        {
            sink.Emit(Event("lost"));
            output.Reached.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
            output.Throws = false;
            sink.Emit(Event("kept"));
        }

        output.Lines.ShouldBe(["kept"]);
    }

    private static LogEvent Event(string text) =>
        new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, new MessageTemplateParser().Parse(text), []);

    private sealed class Output(ManualResetEventSlim? gate = null) : ILogEventSink
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public SemaphoreSlim Reached { get; } = new(0);

        public volatile bool Throws;

        public void Emit(LogEvent logEvent)
        {
            var fails = Throws;
            Reached.Release();
            if (fails)
                throw new IOException("The pipe is broken.");
            gate?.Wait();
            Lines.Enqueue(logEvent.RenderMessage());
        }
    }
}
