using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>What arrives together is packed together, and a claim takes of it what it has room for.</summary>
public sealed class PackedArrivalsTests
{
    [Fact]
    public async Task Claim_WithRoomForSome_TakesTheFirst_AndLeavesTheRestPacked()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var pushes = Enumerable.Range(0, 100).Select(i => Fleet.Push($"user {i}")).ToList();
        await Task.WhenAll(pushes.Select(push => fleet.AppendAsync(push)));

        List<string> claimed = [];
        foreach (var room in new[] { 1, 6, 40 })
        {
            var some = await fleet.ClaimAsync(room);
            some.Count.ShouldBe(room);
            claimed.AddRange(some.Select(claim => claim.Id));
            (await fleet.SayAsync("HINCRBY {shop}:n a 0")).ShouldBe($":{100 - claimed.Count}");
            (await fleet.Histories[0].CountAsync("shop", CancellationToken.None)).Processing.ShouldBe(claimed.Count);
        }

        (await fleet.SayAsync("EXISTS {shop}:a")).ShouldBe(":1");
        claimed.AddRange((await fleet.ClaimAsync(100)).Select(claim => claim.Id));
        (await fleet.SayAsync("EXISTS {shop}:a")).ShouldBe(":0");
        claimed.ShouldBe(pushes.Select(push => push.Id));
    }

    [Fact]
    public async Task Claim_OfOneUsersPushes_TakesTheFirst_AndTheOthersInTurn()
    {
        await using var fleet = new Fleet(await SharedRedis.Server, 1);
        var pushes = Enumerable.Range(0, 40).Select(_ => Fleet.Push("a")).ToList();
        await Task.WhenAll(pushes.Select(push => fleet.AppendAsync(push)));

        foreach (var push in pushes)
        {
            var claim = (await fleet.ClaimAsync(32)).ShouldHaveSingleItem();
            claim.Id.ShouldBe(push.Id);
            (await fleet.SettleAsync(claim)).ShouldBeTrue();
        }

        (await fleet.ClaimAsync()).ShouldBeEmpty();
    }
}
