using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// How long one server has not answered. Answers come in order, so while an abandoned call is still unanswered, the next call
/// would wait behind it in vain.
/// </summary>
internal sealed class ServerSilence(TimeProvider time)
{
    private int _overdue;
    private long _silentSince;

    /// <summary>
    /// How long an answer of the server has been overdue; <see langword="null"/>: none is.
    /// </summary>
    public TimeSpan? Timeout =>
        Volatile.Read(ref _overdue) > 0 ? time.GetElapsedTime(Volatile.Read(ref _silentSince)) : null;

    /// <summary>
    /// Stops waiting for a call. Its answer, should it still come, shows that the server answers again and goes to
    /// <paramref name="late"/>.
    /// </summary>
    public void Abandon(Task<RedisResult> call, Action<RedisResult>? late)
    {
        if (Interlocked.Increment(ref _overdue) == 1)
            Volatile.Write(ref _silentSince, time.GetTimestamp());
        _ = call.ContinueWith(
            done =>
            {
                Interlocked.Decrement(ref _overdue);
                if (done.IsCompletedSuccessfully)
                    late?.Invoke(done.Result);
                else
                    _ = done.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }
}
