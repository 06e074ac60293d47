using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.Async;

namespace WeChatPush.Server.Logging;

/// <summary>Counts the lines that found no room in the queue, and logs the count once the output has caught up.</summary>
internal sealed class DroppedLines(Logger output) : ILogEventSink, IAsyncLogEventSinkMonitor, IDisposable
{
    private IAsyncLogEventSinkInspector? _queue;
    private long _reported;

    /// <summary>Writes a line; the thread behind the queue calls it, so the report needs no room in there.</summary>
    public void Emit(LogEvent logEvent)
    {
        output.Write(logEvent);
        if (_queue is { } queue && queue.DroppedMessagesCount > _reported && queue.Count == 0)
            Report(queue.DroppedMessagesCount);
    }

    /// <inheritdoc/>
    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => _queue = inspector;

    /// <inheritdoc/>
    public void StopMonitoring(IAsyncLogEventSinkInspector inspector) => _queue = null;

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();

    private void Report(long dropped)
    {
        output.Warning("{Dropped} log lines were dropped: the log output is slower than the log.", dropped - _reported);
        _reported = dropped;
    }
}
