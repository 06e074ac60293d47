using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>
/// Reads every line of the log as it is written, and keeps only those that should not have been. The fuzzer watches the heap:
/// a collector that keeps its records would be the growth it finds.
/// </summary>
internal sealed class FuzzLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _offences = new();
    private long _lines;

    /// <summary>Lines with a stack, a secret, or more of an openid than its beginning; and what ends the server.</summary>
    public IReadOnlyCollection<string> Offences => _offences;

    public long Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
            Examine($"scope {string.Join(' ', values)}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _lines);
        var line = $"{logLevel}: {formatter(state, exception)} {exception}";
        if (logLevel == LogLevel.Critical || line.Contains("shutting down", StringComparison.Ordinal))
            _offences.Enqueue(line);
        Examine(line);
    }

    public void Dispose()
    {
    }

    private void Examine(string line)
    {
        if (_offences.Count < 20
            && (line.Contains("   at ", StringComparison.Ordinal)
                || line.Contains(FuzzCorpus.Users, StringComparison.Ordinal)
                || FuzzApps.Secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))))
        {
            _offences.Enqueue(line);
        }
    }
}
