using WeChatPush.Inbox;
using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>Much is due later when the clock of the server is set back.</summary>
public sealed class RedisClockTests : InboxContract<RedisUnderTest>
{
    [Fact]
    public async Task Claim_AfterTheClockWasSetBack_BringsWhatIsDueForward_APartAtATime()
    {
        const int Count = 2300;
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Jump(TimeSpan.FromDays(2));
        for (var i = 0; i < Count; i++)
            await AppendAsync(Push($"user {i}"));
        while (await ClaimAsync(500) is { Count: > 0 } claims)
        {
            foreach (var claim in claims)
                await SettleAsync(claim, RetryIn(TimeSpan.FromMinutes(5)));
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Time.Jump(-TimeSpan.FromDays(2));

        var rounds = 0;
        for (DateTimeOffset? next = Time.GetUtcNow(); next <= Time.GetUtcNow(); rounds++)
        {
            var claim = await Inbox.ClaimAsync(100, ClaimScope.All, CancellationToken.None);
            claim.Pushes.ShouldBeEmpty();
            next = claim.NextDue;
        }

        rounds.ShouldBe(3, "a thousand at a time");
        Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        (await ClaimAsync(Count + 1)).Count.ShouldBe(Count);
    }
}
