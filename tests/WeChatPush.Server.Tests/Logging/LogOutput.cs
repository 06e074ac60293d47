using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace WeChatPush.Server.Tests.Logging;

/// <summary>An output of the log that remembers its lines, and can hang or throw.</summary>
internal sealed class LogOutput(ITextFormatter? formatter = null, ManualResetEventSlim? gate = null) : ILogEventSink
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public SemaphoreSlim Reached { get; } = new(0);

    public volatile bool Throws;

    public void Emit(LogEvent logEvent)
    {
        var fails = Throws;
        Reached.Release();
        if (fails)
            throw new IOException("The pipe is broken.");
        gate?.Wait();
        _lines.Enqueue(Text(logEvent));
    }

    private string Text(LogEvent logEvent)
    {
        if (formatter is null)
            return logEvent.RenderMessage();
        using var writer = new StringWriter();
        formatter.Format(logEvent, writer);
        return writer.ToString().TrimEnd('\n', '\r');
    }
}
