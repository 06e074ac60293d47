using System.Globalization;

namespace WeChatPush.Simulator.FakeApi.Calls;

/// <summary>Every call received, oldest first, with a signal for tests and a live feed for the chat page.</summary>
public sealed class FakeCalls
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<FakeCall> _calls = new();
    private readonly List<Waiter> _waiters = [];
    private readonly List<FakeCallFeed> _followers = [];
    private long _lastId;

    /// <summary>How many calls are kept; the oldest go first, or a long campaign would fill the memory.</summary>
    public int Capacity { get; set; } = 100_000;

    /// <summary>All calls since the last reset, forgotten ones included.</summary>
    public long Total { get; private set; }

    public IReadOnlyList<FakeCall> All => Where(_ => true);

    /// <summary>The message sends, refused ones included.</summary>
    public IReadOnlyList<FakeCall> Sends => Where(call => call.IsSend);

    public IReadOnlyList<FakeCall> To(string openId) => Where(call => call.OpenId == openId);

    /// <summary>
    /// Calls as they end, from now on, or those after <paramref name="after"/> first. An id that was not given yet comes
    /// from a process before this one: its owner has seen nothing of this.
    /// </summary>
    public FakeCallFeed Follow(long? after = null)
    {
        var feed = new FakeCallFeed(gone =>
        {
            lock (_gate)
                _followers.Remove(gone);
        });
        lock (_gate)
        {
            after = after > _lastId ? 0 : after;
            foreach (var missed in _calls.Where(call => call.Id > after))
                feed.Write(missed);
            _followers.Add(feed);
        }

        return feed;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
            Total = 0;
        }
    }

    internal FakeCall Add(FakeCall call)
    {
        lock (_gate)
        {
            call = call with { Id = ++_lastId };
            Total++;
            _calls.Enqueue(call);
            while (_calls.Count > Capacity)
                _calls.Dequeue();

            _waiters.RemoveAll(waiter => waiter.Saw(call));
            foreach (var follower in _followers)
                follower.Write(call);
            return call;
        }
    }

    internal async Task<IReadOnlyList<FakeCall>> WaitAsync(
        Func<FakeCall, bool> predicate, int count, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(predicate, count);
        lock (_gate)
        {
            if (!_calls.Aggregate(count <= 0, (done, call) => waiter.Saw(call) || done))
                _waiters.Add(waiter);
        }

        try
        {
            // Wall time on purpose: a test that stops its clock still has to see that nothing came.
            await waiter.Completion.WaitAsync(timeout ?? DefaultTimeout, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(Describe(waiter, count));
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }

        return waiter.Seen;
    }

    private List<FakeCall> Where(Func<FakeCall, bool> predicate)
    {
        lock (_gate)
            return [.. _calls.Where(predicate)];
    }

    private string Describe(Waiter waiter, int count)
    {
        var arrived = string.Join(", ", All.GroupBy(call => $"{call.Api} {call.Outcome} {call.ErrCode}")
            .Select(group => $"{group.Count()} × {group.Key}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{waiter.Seen.Count} of {count} expected calls arrived. All calls: [{arrived}]");
    }

    private sealed class Waiter(Func<FakeCall, bool> predicate, int count)
    {
        private readonly List<FakeCall> _seen = [];
        private readonly TaskCompletionSource _completion = Completed(count <= 0);

        public Task Completion => _completion.Task;

        public List<FakeCall> Seen => _seen;

        public bool Saw(FakeCall call)
        {
            if (_seen.Count < count && predicate(call))
            {
                _seen.Add(call);
                if (_seen.Count >= count)
                    _completion.TrySetResult();
            }

            return _seen.Count >= count;
        }

        private static TaskCompletionSource Completed(bool now)
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (now)
                source.SetResult();
            return source;
        }
    }
}
