using Serilog.Core;
using Serilog.Events;

namespace WeChatPush.Server.Logging;

/// <summary>
/// Bounds the flush at shutdown. The queue of Serilog.Sinks.Async waits until its last line is written, which is for ever
/// where the output is a pipe without a reader.
/// </summary>
internal sealed class FlushTimeout(Logger queue) : ILogEventSink, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => queue.Write(logEvent);

    /// <inheritdoc/>
    public void Dispose() => Task.Run(queue.Dispose).Wait(Timeout);
}
