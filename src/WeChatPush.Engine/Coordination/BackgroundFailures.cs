using System.Collections.Concurrent;

namespace WeChatPush.Coordination;

/// <summary>The last unexpected failure of each background service, for health.</summary>
internal sealed class BackgroundFailures(TimeProvider time)
{
    /// <summary>How long a failure is shown: long enough to be seen by an operator who looks now and then.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, BackgroundFailure> _last = new(StringComparer.Ordinal);

    /// <summary>The failures that are still shown, by service.</summary>
    public IReadOnlyList<BackgroundFailure> Recent =>
    [
        .. _last.Values.Where(failure => time.GetUtcNow() - failure.At < ShownFor)
            .OrderBy(failure => failure.Service, StringComparer.Ordinal),
    ];

    /// <summary>Notes that a service met an error that it does not expect.</summary>
    public void Report(string service, Exception error) =>
        _last[service] = new(service, error.GetType().Name, time.GetUtcNow());
}

/// <summary>One failure. Of the error only its type is kept: its text may quote what a stranger sent.</summary>
internal sealed record BackgroundFailure(string Service, string Error, DateTimeOffset At);
