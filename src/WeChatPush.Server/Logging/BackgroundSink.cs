using System.Threading.Channels;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Parsing;

namespace WeChatPush.Server.Logging;

/// <summary>
/// Writes log events on a thread of its own. A console that nobody reads, or a slow disk, must never hold up a push: what
/// does not fit into the queue is dropped and counted, and the count is logged once there is room again.
/// </summary>
internal sealed class BackgroundSink : ILogEventSink, IDisposable
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(2);
    private static readonly MessageTemplate DroppedTemplate =
        new MessageTemplateParser().Parse("{Dropped} log lines were dropped: the log output is slower than the log.");

    private readonly ILogEventSink _inner;
    private readonly TimeProvider _time;
    private readonly Channel<LogEvent> _queue;
    private readonly Task _loop;
    private long _dropped;
    private long _reported;

    /// <summary>Begins to write into a sink.</summary>
    public BackgroundSink(ILogEventSink inner, int capacity, TimeProvider time)
    {
        _inner = inner;
        _time = time;
        _queue = Channel.CreateBounded<LogEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many events were dropped so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (!_queue.Writer.TryWrite(logEvent))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what is queued, as far as the output takes it in time.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        if (_loop.Wait(FarewellPatience))
            (_inner as IDisposable)?.Dispose();
    }

    private void Loop()
    {
        var reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var logEvent))
                Write(logEvent);
            ReportDropped();
        }

        ReportDropped();
    }

    private void ReportDropped()
    {
        var dropped = Dropped;
        if (dropped == _reported)
            return;
        var count = new LogEventProperty("Dropped", new ScalarValue(dropped - _reported));
        _reported = dropped;
        Write(new LogEvent(_time.GetUtcNow(), LogEventLevel.Warning, exception: null, DroppedTemplate, [count]));
    }

    private void Write(LogEvent logEvent)
    {
        try
        {
            _inner.Emit(logEvent);
        }
        catch (Exception error)
        {
            // There is nobody left to tell; the next line may get through.
            SelfLog.WriteLine("A log line could not be written: {0}", error.Message);
        }
    }
}
