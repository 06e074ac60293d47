using WeChatPush.Inbox;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>A primary and a replica that must have a push before it counts.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private RedisReplicas _servers = null!;
    private Fleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisReplicas.StartAsync();
        _fleet = new Fleet(_servers.Primary, 2);
        _fleet.Settings.Receiving.MinReplicas = 1;
    }

    public async Task DisposeAsync()
    {
        await _servers.Replica.GoOnAsync();
        await _fleet.DisposeAsync();
        await _servers.DisposeAsync();
    }

    [Fact]
    public async Task Append_WhichTheReplicaHas_IsStored_AndItsRepetitionIsADuplicate()
    {
        var push = Fleet.Push("a");

        (await _fleet.AppendAsync(push)).ShouldBe(AppendOutcome.Stored);
        (await _fleet.AppendAsync(push, instance: 1)).ShouldBe(AppendOutcome.Duplicate);
        (await _servers.Replica.SayAsync(_fleet.Database, "EXISTS {shop}:a")).ShouldBe(":1");
        (await _fleet.ClaimAsync()).ShouldHaveSingleItem().Id.ShouldBe(push.Id);
    }

    [Fact]
    public async Task Append_WhichTheReplicaDoesNotHave_DoesNotCount_NorDoesItsRepetitionOverAnyConnection()
    {
        var push = Fleet.Push("a");
        await _fleet.AppendAsync(Fleet.Push("b"), instance: 1);
        await _servers.Replica.HangAsync();
        _fleet.Settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(1);

        foreach (var instance in new[] { 0, 1, 0 })
        {
            (await Should.ThrowAsync<StoreOutcomeUnknownException>(() => _fleet.AppendAsync(push, instance)).WaitAsync(Long))
                .Message.ShouldBe("0 of the 1 replicas that WeChatPush:Receiving:MinReplicas demands had a write within 250 ms");
        }

        await _servers.Replica.GoOnAsync();
        (await Eventually.SucceedsAsync<StoreUnavailableException, AppendOutcome>(() => _fleet.AppendAsync(push)))
            .ShouldBe(AppendOutcome.Duplicate);
        (await _fleet.ClaimAsync()).Select(claim => claim.Id).ShouldContain(push.Id);
    }

    [Fact]
    public async Task Append_WithFewerReplicasThanDemanded_DoesNotCount()
    {
        // A quarter of it is what the one replica has to say that it has the write.
        _fleet.Settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(10);
        _fleet.Settings.Receiving.MinReplicas = 2;

        (await Should.ThrowAsync<StoreOutcomeUnknownException>(() => _fleet.AppendAsync(Fleet.Push())).WaitAsync(Long))
            .Message.ShouldStartWith("1 of the 2 replicas");
    }

    [Fact]
    public async Task OtherSteps_WhileAnAppendWaitsForTheReplica_DoNotWaitBehindIt()
    {
        await _fleet.AppendAsync(Fleet.Push("a"));
        await _servers.Replica.HangAsync();
        var waiting = _fleet.AppendAsync(Fleet.Push("b"));

        IReadOnlyList<ClaimedPush> claims = [];
        await Eventually.TrueAsync(
            async () => (claims = [.. claims, .. await _fleet.ClaimAsync()]).Count == 2, () => $"{claims.Count} claimed");

        foreach (var claim in claims)
            (await _fleet.SettleAsync(claim)).ShouldBeTrue();
        waiting.IsCompleted.ShouldBeFalse();
        await _servers.Replica.GoOnAsync();
        (await waiting.WaitAsync(Long)).ShouldBe(AppendOutcome.Stored);
    }

    [Fact]
    public async Task Probe_SaysThatTheReplicaIsMissing_OfTheStoreAndOfAnApp()
    {
        (await ProbeAsync()).ShouldBe((null, null));

        await _servers.Replica.HangAsync();
        _fleet.Settings.Receiving.AppendTimeout = TimeSpan.FromSeconds(1);
        var (store, app) = await ProbeAsync();
        store.ShouldNotBeNull().ShouldContain("WeChatPush:Receiving:MinReplicas");
        app.ShouldBe(store);

        await _servers.Replica.GoOnAsync();
        await Eventually.TrueAsync(async () => await ProbeAsync() == (null, null), () => "The replica counts as missing.");
    }

    private async Task<(string? Store, string? App)> ProbeAsync() => (
        await _fleet.Probe.FindProblemAsync(CancellationToken.None),
        await _fleet.Inboxes[0].FindProblemAsync("shop", CancellationToken.None));
}
