using WeChatPush.Redis.Campaigns;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Tests.Campaigns;

public sealed class CampaignBatcherTests
{
    private readonly Queue<TaskCompletionSource> _gates = new();
    private readonly List<int[]> _sent = [];

    [Fact]
    public async Task WhatComesWhileACallRuns_GoesTogetherWithTheNext_InItsOrder()
    {
        var batcher = Batcher(max: 10, gates: 2);
        var first = batcher.AddAsync([1]);
        var rest = Enumerable.Range(2, 6).Select(i => batcher.AddAsync([i, -i])).ToList();
        _gates.Dequeue().SetResult();
        (await first).ShouldBe(["1"]);
        _gates.Dequeue().SetResult();

        (await Task.WhenAll(rest)).Select(answers => string.Join(' ', answers))
            .ShouldBe(Enumerable.Range(2, 6).Select(i => $"{i} {-i}"));
        _sent.Select(batch => batch.Length).ShouldBe([1, 10, 2]);
    }

    [Fact]
    public async Task MoreThanGoesIntoOneCall_TravelsInPieces()
    {
        var batcher = Batcher(max: 4);

        (await batcher.AddAsync([.. Enumerable.Range(0, 10)])).ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i}"));
        (await batcher.AddAsync([])).ShouldBeEmpty();

        _sent.Select(batch => batch.Length).ShouldBe([4, 4, 2]);
    }

    [Fact]
    public async Task WhatWaitsBehindAStoreThatIsAway_IsNotSent_AndWhatComesLaterIs()
    {
        var away = new TaskCompletionSource();
        _gates.Enqueue(away);
        var batcher = Batcher(max: 4);
        var first = batcher.AddAsync([1]);
        var behind = batcher.AddAsync([2]);
        away.SetException(new StoreOutcomeUnknownException("silent"));

        await Should.ThrowAsync<StoreOutcomeUnknownException>(first);
        (await Should.ThrowAsync<StoreUnavailableException>(behind)).ShouldNotBeOfType<StoreOutcomeUnknownException>();
        (await batcher.AddAsync([3])).ShouldBe(["3"]);
        _sent.ShouldAllBe(batch => !batch.Contains(2));
    }

    private CampaignBatcher<int, string> Batcher(int max, int gates = 0)
    {
        for (var i = 0; i < gates; i++)
            _gates.Enqueue(new());
        var waiting = new Queue<TaskCompletionSource>(_gates);
        return new(max, async items =>
        {
            _sent.Add([.. items]);
            if (waiting.TryDequeue(out var gate))
                await gate.Task;
            return [.. items.Select(item => $"{item}")];
        });
    }
}
