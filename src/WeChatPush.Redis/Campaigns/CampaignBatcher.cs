using WeChatPush.Coordination;

namespace WeChatPush.Redis.Campaigns;

/// <summary>The begins, or the settlements, of one app, many with each script call.</summary>
/// <param name="max">How many go with one call.</param>
/// <param name="send">Runs the script; answers one for each, in their order.</param>
/// <param name="inTurn">
/// Those who wait only have a request to write: they go on one after the other, without a detour over the pool, and the
/// next call leaves when they have.
/// </param>
internal sealed class CampaignBatcher<TItem, TAnswer>(
    int max, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> send, bool inTurn = false)
{
    private readonly Batcher<Call, IReadOnlyList<TAnswer>> _batcher = new(
        max, int.MaxValue, batch => send([.. batch.SelectMany(call => call.Items)]), Complete, inTurn);

    /// <summary>The answers for some items, in their order. Many items are sent in several calls.</summary>
    public async Task<IReadOnlyList<TAnswer>> AddAsync(IReadOnlyList<TItem> items)
    {
        if (items.Count == 0)
            return [];
        var calls = items.Chunk(max).Select(piece => new Call(piece, inTurn)).ToArray();
        _batcher.Add(calls);
        return calls.Length == 1
            ? await calls[0].Task
            : [.. (await Task.WhenAll(calls.Select(call => call.Task))).SelectMany(answers => answers)];
    }

    private static void Complete(List<Call> batch, IReadOnlyList<TAnswer> answers)
    {
        var begin = 0;
        foreach (var call in batch)
        {
            call.TrySetResult([.. answers.Skip(begin).Take(call.Count)]);
            begin += call.Count;
        }
    }

    private sealed class Call(TItem[] items, bool inTurn)
        : TaskCompletionSource<IReadOnlyList<TAnswer>>(
            inTurn ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously), IBatchItem
    {
        public TItem[] Items => items;

        public int Count => items.Length;

        public int Size => 0;

        public bool TrySend() => true;

        public void Fail(Exception error) => TrySetException(error);
    }
}
