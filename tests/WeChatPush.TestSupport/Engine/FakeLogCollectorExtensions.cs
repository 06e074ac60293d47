using Microsoft.Extensions.Logging.Testing;

namespace WeChatPush.TestSupport.Engine;

/// <summary>The questions tests ask of a captured log.</summary>
internal static class FakeLogCollectorExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    extension(FakeLogCollector log)
    {
        /// <summary>Every line as <c>Level: text</c>.</summary>
        public IReadOnlyCollection<string> Lines => [.. log.GetSnapshot().Select(record => $"{record.Level}: {record.Message}")];

        /// <summary>All of it, scopes and exceptions included, as one text to search.</summary>
        public string Text => string.Join('\n', log.GetSnapshot().Select(Describe));

        /// <summary>Returns once that many lines with these words are written; fails with the whole log when they do not come.</summary>
        public async Task WaitForAsync(string words, int times = 1)
        {
            using var timeout = new CancellationTokenSource(Timeout);
            try
            {
                await foreach (var record in log.GetLogsAsync(timeout.Token))
                {
                    if (record.Message.Contains(words, StringComparison.Ordinal) && --times == 0)
                        return;
                }
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"'{words}' was not logged: {log.Text}");
            }
        }
    }

    private static string Describe(FakeLogRecord record)
    {
        var scopes = record.Scopes.Select(scope =>
            scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : $"{scope}");
        return $"{record.Level} {record.Category}: {record.Message} {string.Join(' ', scopes)} {record.Exception}";
    }
}
