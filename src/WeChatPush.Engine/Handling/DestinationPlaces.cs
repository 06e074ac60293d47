namespace WeChatPush.Handling;

/// <summary>
/// The places of one destination. While places are given back a push waits a moment for one; once none has been for
/// <see cref="MaxWait"/>, it is told at once to come again, at a time that follows from how long a place is held.
/// </summary>
internal sealed class DestinationPlaces(TimeProvider time)
{
    /// <summary>How long a push may keep a place of its app while it waits for one of its destination.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    // A new duration counts for so much of the average.
    private const double Weight = 0.2;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _taken;
    private long _progressAt;
    private TimeSpan _average;
    private DateTimeOffset _nextTurn;

    /// <summary>Takes one of so many places.</summary>
    public async ValueTask<PlaceResult> EnterAsync(int limit, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_taken < limit && _waiting.Count == 0)
                return Take();
            if (time.GetElapsedTime(_progressAt) >= MaxWait)
                return Refuse(limit);
            _waiting.AddLast(turn);
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(turn.Task, Task.Delay(MaxWait, time, over.Token));
        await over.CancelAsync();
        lock (_gate)
        {
            if (turn.Task.IsCompleted)
                return new PlaceResult(new Place(this, time.GetTimestamp()), null);
            _waiting.Remove(turn);
            cancellationToken.ThrowIfCancellationRequested();
            return Refuse(limit);
        }
    }

    private PlaceResult Take()
    {
        _taken++;
        _progressAt = time.GetTimestamp();
        return new PlaceResult(new Place(this, _progressAt), null);
    }

    // Somewhat faster than the places come free: one that stays empty is worse than a push that asks twice.
    private PlaceResult Refuse(int limit)
    {
        var now = time.GetUtcNow();
        var held = time.GetElapsedTime(_progressAt);
        var pace = (held > _average ? held : _average) * 0.7 / limit;
        var turn = (_nextTurn > now ? _nextTurn : now) + pace;
        _nextTurn = turn > now + MaxDelay ? now + MaxDelay : turn;
        return new PlaceResult(null, _nextTurn < now + MinDelay ? now + MinDelay : _nextTurn);
    }

    private void Leave(TimeSpan held)
    {
        lock (_gate)
        {
            _average = _average == TimeSpan.Zero ? held : (_average * (1 - Weight)) + (held * Weight);
            _progressAt = time.GetTimestamp();
            if (_waiting.First is { } first)
            {
                // The place goes on to the first that waits.
                _waiting.RemoveFirst();
                first.Value.SetResult();
                return;
            }

            _taken--;
        }
    }

    private sealed class Place(DestinationPlaces places, long since) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                places.Leave(places.Elapsed(since));
        }
    }

    private TimeSpan Elapsed(long since) => time.GetElapsedTime(since);
}
