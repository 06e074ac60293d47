using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WeChatPush.Tests.Engine;

/// <summary>Everything that was logged, scopes and exceptions included.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>All of it, as one text to search.</summary>
    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        private readonly AsyncLocal<string> _scope = new();

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            var before = _scope.Value;
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : $"{state}";
            _scope.Value = $"{before} {values}";
            return new Scope(() => _scope.Value = before!);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue(new LogLine(logLevel, category, formatter(state, exception), _scope.Value, exception));
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>One line of a log.</summary>
internal sealed record LogLine(LogLevel Level, string Category, string Text, string? Scope, Exception? Exception);
