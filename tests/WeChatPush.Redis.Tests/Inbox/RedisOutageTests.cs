using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>A server that is killed, started again, hangs, or cuts connections.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private RedisServer _server = null!;
    private Fleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _fleet = new Fleet(_server, 2);
    }

    public async Task DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Append_WhileTheServerIsDead_FailsAtOnce_AndWorksWhenItIsBack()
    {
        var before = Fleet.Push("a");
        await _fleet.AppendAsync(before);
        await _server.KillAsync();

        await FailsAtOnceAsync();
        await _server.StartAgainAsync();
        (await UntilItAnswersAsync(before)).ShouldBe(AppendOutcome.Duplicate);
        (await _fleet.ClaimAsync()).ShouldHaveSingleItem().Id.ShouldBe(before.Id);
    }

    [Fact]
    public async Task Append_WhileTheServerHangs_IsUnknownAtTheDeadline_AndThenFailsAtOnce()
    {
        _fleet.Settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(0.5);
        await _fleet.AppendAsync(Fleet.Push());
        await _server.HangAsync();
        var push = Fleet.Push("a");
        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => _fleet.AppendAsync(push)).WaitAsync(Long);
        await FailsAtOnceAsync();

        await _server.GoOnAsync();
        (await UntilItAnswersAsync(push)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Append_WhoseCallerGivesUpWhileItIsOut_IsUnknown_AndBehindItAbandoned()
    {
        await _fleet.AppendAsync(Fleet.Push());
        await _server.HangAsync();
        Task<AppendOutcome> sent, waiting;
        do
        {
            using var timeout = new CancellationTokenSource();
            sent = _fleet.Inboxes[0].AppendAsync(Fleet.Push("a"), timeout.Token).AsTask();
            waiting = _fleet.Inboxes[0].AppendAsync(Fleet.Push("b"), timeout.Token).AsTask();
            await timeout.CancelAsync();
        }
        // The lane may still be winding up the batch before, and then nothing has left yet.
        while (await Task.WhenAny(sent) is { IsCompletedSuccessfully: true, Result: AppendOutcome.Abandoned });

        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => sent);
        (await waiting).ShouldBe(AppendOutcome.Abandoned);
        await _server.GoOnAsync();
        await UntilItAnswersAsync(Fleet.Push("c"));
        (await _fleet.ClaimAsync()).Select(claim => claim.OpenId).ShouldBe(["user", "a", "c"]);
    }

    [Fact]
    public async Task Holder_WhenTheServerDiesInBetween_SaysWhatItHasToSayWhenItIsBack()
    {
        await _fleet.AppendAsync(Fleet.Push("a"));
        var claim = (await _fleet.ClaimAsync()).ShouldHaveSingleItem();
        await _fleet.Inboxes[0].BeginSendAsync(claim, 0, "api", CancellationToken.None);
        await _server.KillAsync();
        var end = _fleet.Inboxes[0].EndSendAsync(
            claim, 0, new SendRecord("api", claim.ReceivedAt, SendOutcome.Sent, 0, null, TimeSpan.Zero), CancellationToken.None).AsTask();
        var next = _fleet.Inboxes[0].BeginSendAsync(claim, 1, "api", CancellationToken.None).AsTask();
        await _server.StartAgainAsync();
        await end.WaitAsync(Long);
        (await next.WaitAsync(Long)).State.ShouldBe(SendSlotState.Fresh);

        await _server.KillAsync();
        var settled = _fleet.SettleAsync(claim);
        await _server.StartAgainAsync();
        (await settled.WaitAsync(Long)).ShouldBeTrue();
        var detail = (await _fleet.Histories[0].FindAsync("shop", claim.Id, CancellationToken.None)).ShouldNotBeNull();
        detail.State.ShouldBe(PushState.Done);
        detail.Sends.Select(send => send.Outcome).ShouldBe([SendOutcome.Sent, null]);
    }

    [Fact]
    public async Task Claim_WhoseAnswerComesTooLate_IsGivenBack()
    {
        await _fleet.AppendAsync(Fleet.Push("a"));
        await _server.HangAsync();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => _fleet.ClaimAsync()).WaitAsync(Long);
        await _server.GoOnAsync();

        IReadOnlyList<ClaimedPush> claims = [];
        for (var begun = Stopwatch.StartNew(); claims.Count == 0 && begun.Elapsed < Long;)
            claims = await _fleet.ClaimAsync(instance: 1);
        claims.ShouldHaveSingleItem().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Load_WhileConnectionsAreCutAndTheServerIsKilled_LosesAndDoublesNothing()
    {
        using var over = new CancellationTokenSource();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var load = Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var push = Fleet.Push(string.Create(CultureInfo.InvariantCulture, $"user {worker}"));
                var instance = (worker + i) % 2;
                await Eventually.SucceedsAsync<StoreUnavailableException, AppendOutcome>(() => _fleet.AppendAsync(push, instance));
                acknowledged[push.Id] = true;
            }
        })).ToList();

        for (var round = 0; round < 3; round++)
        {
            await ReachAsync(acknowledged, acknowledged.Count + 200);
            await _server.SayAsync(0, "CLIENT KILL TYPE normal SKIPME yes");
            await ReachAsync(acknowledged, acknowledged.Count + 200);
            await _server.KillAsync();
            await _server.StartAgainAsync();
        }

        await ReachAsync(acknowledged, acknowledged.Count + 200);
        await over.CancelAsync();
        await Task.WhenAll(load).WaitAsync(Long);

        var handled = new List<string>();
        while (await _fleet.ClaimAsync(1000) is { Count: > 0 } claims)
        {
            handled.AddRange(claims.Select(claim => claim.Id));
            await Task.WhenAll(claims.Select(claim => _fleet.SettleAsync(claim)));
        }

        handled.Count.ShouldBe(handled.Distinct().Count());
        handled.Order().ShouldBe(acknowledged.Keys.Order());
    }

    private static Task ReachAsync(ConcurrentDictionary<string, bool> acknowledged, int count) =>
        Eventually.TrueAsync(() => acknowledged.Count >= count, () => $"{acknowledged.Count} of {count}");

    private async Task FailsAtOnceAsync()
    {
        var begun = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            await Should.ThrowAsync<StoreUnavailableException>(() => _fleet.AppendAsync(Fleet.Push()));
        begun.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private Task<AppendOutcome> UntilItAnswersAsync(IncomingPush push) =>
        Eventually.SucceedsAsync<StoreUnavailableException, AppendOutcome>(() => _fleet.AppendAsync(push));
}
