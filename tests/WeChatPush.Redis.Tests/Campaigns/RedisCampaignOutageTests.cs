using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Campaigns;

/// <summary>A server that stops answering in the middle of a step.</summary>
public sealed class RedisCampaignOutageTests : IAsyncLifetime
{
    private const string App = "shop";

    private static readonly FixedOptions<WeChatPushOptions> Options =
        new(new() { Dispatching = { Lease = TimeSpan.FromMinutes(10) } });

    private RedisServer _server = null!;
    private RedisConnection _redis = null!;
    private RedisCampaignStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _redis = RedisSurroundings.Connect(_server, 0);
        _store = new(_redis, Catalogs.From(Options), Options, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ATaking_WhoseAnswerWasLost_ComesBackLongBeforeItsLease()
    {
        var id = await RunAsync(5);
        await _server.HangAsync();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(
            async () => await _store.ClaimAsync(App, id, new("holder", 5), default));
        await _server.GoOnAsync();

        // The server still has the claim before it; then comes its calling off.
        var taken = new List<ClaimedRecipient>();
        await Eventually.TrueAsync(
            async () =>
            {
                var claim = await RetryAsync(() => _store.ClaimAsync(App, id, new("holder", 5), default));
                taken.AddRange(claim.Recipients);
                return taken.Count >= 5;
            },
            () => $"{taken.Count} of 5 came back");

        taken.Select(one => one.OpenId).Order().ShouldBe(Enumerable.Range(0, 5).Select(i => $"o{i}"));
        (await _store.FindAsync(App, id, default))!.Counts.ShouldBe(new CampaignCounts { Pending = 5 });
    }

    [Fact]
    public async Task ASettlement_WhoseAnswerWasLost_IsNotedOnce()
    {
        var id = await RunAsync(2);
        var taken = (await _store.ClaimAsync(App, id, new("holder", 1), default)).Recipients;
        await _store.BeginAsync(taken, default);
        var end = new RecipientEnd
        {
            Recipient = taken[0], Outcome = RecipientOutcome.Sent, Credit = CreditOutcome.Spent,
        };
        await _server.HangAsync();
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await _store.SettleAsync([end], default));
        await _server.GoOnAsync();

        (await RetryAsync(() => _store.SettleAsync([end], default))).Single().Settled.ShouldBeFalse();
        (await _store.FindAsync(App, id, default))!.Counts.ShouldBe(new CampaignCounts { Sent = 1, Pending = 1 });
    }

    [Fact]
    public async Task WhatWaitsBehindACallThatFailed_IsNotSent()
    {
        var id = await RunAsync(3);
        var taken = (await _store.ClaimAsync(App, id, new("holder", 3), default)).Recipients;
        await _server.KillAsync();

        foreach (var recipient in taken)
            await Should.ThrowAsync<StoreUnavailableException>(async () => await _store.BeginAsync([recipient], default));

        await _server.StartAgainAsync();
        (await RetryAsync(() => _store.BeginAsync(taken, default))).Begun.Count.ShouldBe(3);
    }

    private static Task<T> RetryAsync<T>(Func<ValueTask<T>> step) =>
        Eventually.SucceedsAsync<StoreUnavailableException, T>(() => step().AsTask());

    private async Task<string> RunAsync(int users)
    {
        var ledger = new RedisCreditLedger(_redis, Catalogs.From(Options), Options, TimeProvider.System);
        var id = NewCampaign.NewId(TimeProvider.System.GetUtcNow());
        var plan = new CampaignPlan
        {
            Name = "once", TemplateId = "tpl", Data = new Dictionary<string, string>(), Rate = 1000,
            Audience = CampaignAudience.List,
        };
        await _store.CreateAsync(new(id, App, plan), default);
        await _store.AddRecipientsAsync(App, id, [.. Enumerable.Range(0, users).Select(i => new Recipient($"o{i}"))], default);
        for (var i = 0; i < users; i++)
            await ledger.NoteAsync(App, $"o{i}", "accept", [new("tpl", PermitEvent.Accepted)], default);
        await _store.PublishAsync(App, id, null, default);
        await _store.MoveAsync(App, id, CampaignMove.Start, default);
        return id;
    }
}
