using System.Threading.Tasks.Sources;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// One unit of writing. The writer runs it inside a transaction it shares with whatever else was waiting, and completes
/// it after the commit. It may be run twice (when the shared transaction failed on a neighbour), so <see cref="Run"/>
/// must depend on nothing but its inputs and the database.
/// </summary>
internal abstract class SqliteWork
{
    /// <summary>
    /// Whether the waiter only has an answer to write: then all waiters of one commit are completed one after the other, on
    /// one thread of the pool, instead of each on its own.
    /// </summary>
    public virtual bool CompletesInTurn => false;

    /// <summary>
    /// Whether the waiter's request is written as soon as this is durable (a send that is noted as begun): then it is
    /// completed before all others of the commit. Such waiters complete in turn.
    /// </summary>
    public virtual bool CompletesFirst => false;

    /// <summary>Does the writing on the writer's connection, inside its transaction.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Called once after the commit that made the work durable.</summary>
    public abstract void Committed();

    /// <summary>Called once when nothing of the work was kept.</summary>
    public abstract void Failed(Exception error);
}

/// <summary>A unit of writing with a result, awaitable once.</summary>
internal abstract class SqliteWork<T> : SqliteWork, IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _source;
    private T? _result;
    private int _ended;

    // The writer thread must never run a caller's code.
    protected SqliteWork() => _source.RunContinuationsAsynchronously = !CompletesInTurn;

    /// <summary>The result, once committed.</summary>
    public ValueTask<T> Result => new(this, _source.Version);

    /// <inheritdoc/>
    public sealed override void Run(SqliteSession session) => _result = Execute(session);

    /// <inheritdoc/>
    public sealed override void Committed()
    {
        if (TryEnd())
            _source.SetResult(_result!);
    }

    /// <inheritdoc/>
    public sealed override void Failed(Exception error)
    {
        if (TryEnd())
            _source.SetException(error);
    }

    /// <summary>The caller waits no longer. Whether the work is still done is the work's own affair.</summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (TryEnd())
            _source.SetException(new OperationCanceledException(cancellationToken));
    }

    /// <summary>Does the writing and returns the result.</summary>
    protected abstract T Execute(SqliteSession session);

    private bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

    T IValueTaskSource<T>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
