using WeChatPush.Storage;

namespace WeChatPush.Redis.Campaigns;

/// <summary>
/// The begins, or the settlements, of one app, one script call at a time: what queued up while the last one ran goes
/// with the next, and what comes alone leaves at once.
/// </summary>
internal sealed class CampaignLane<TItem, TAnswer>(
    int most, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> send)
{
    private readonly Lock _gate = new();
    private readonly Queue<Call> _waiting = new();
    private bool _running;

    /// <summary>The answers for some items, in their order. They travel in pieces if they are many.</summary>
    public async Task<IReadOnlyList<TAnswer>> AddAsync(IReadOnlyList<TItem> items)
    {
        if (items.Count == 0)
            return [];
        var calls = items.Chunk(most).Select(piece => new Call(piece)).ToList();
        Add(calls);
        return calls.Count == 1
            ? await calls[0].Task
            : [.. (await Task.WhenAll(calls.Select(call => call.Task))).SelectMany(answers => answers)];
    }

    private void Add(List<Call> calls)
    {
        lock (_gate)
        {
            foreach (var call in calls)
                _waiting.Enqueue(call);
            if (_running)
                return;
            _running = true;
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                var answers = await send([.. batch.SelectMany(call => call.Items)]);
                var begin = 0;
                foreach (var call in batch)
                {
                    call.TrySetResult([.. answers.Skip(begin).Take(call.Items.Length)]);
                    begin += call.Items.Length;
                }
            }
            catch (Exception error)
            {
                Fail(batch, error);
            }
        }
    }

    private List<Call> Next()
    {
        lock (_gate)
        {
            var batch = new List<Call>();
            var items = 0;
            while (_waiting.TryPeek(out var call) && (batch.Count == 0 || items + call.Items.Length <= most))
            {
                batch.Add(_waiting.Dequeue());
                items += call.Items.Length;
            }

            _running = batch.Count > 0;
            return batch;
        }
    }

    // What waits behind a call that failed would fail as well, only later.
    private void Fail(List<Call> batch, Exception error)
    {
        foreach (var call in batch)
            call.TrySetException(error);
        if (error is not StoreUnavailableException)
            return;
        Call[] behind;
        lock (_gate)
        {
            behind = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var call in behind)
            call.TrySetException(new StoreUnavailableException(error.Message, error));
    }

    private sealed class Call(TItem[] items)
        : TaskCompletionSource<IReadOnlyList<TAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem[] Items { get; } = items;
    }
}
