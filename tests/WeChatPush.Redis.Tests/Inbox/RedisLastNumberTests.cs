using WeChatPush.Inbox;
using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Redis.Tests.Inbox;

/// <summary>The last number cannot be read any more: it is that of the youngest push.</summary>
public sealed class RedisLastNumberTests : InboxContract<RedisUnderTest>
{
    [Fact]
    public async Task Append_WhenTheLastNumberIsUnreadable_AndOneOfTheYoungestBatchWasRefused_GivesNoNumberTwice()
    {
        var nonce = Nonce("of the first");
        await AppendAsync("first", nonce);
        // What is appended at once shares batches: each has pushes that are refused, and others.
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AppendAsync($"{i}", i % 2 == 0 ? nonce : null)));
        await Under.SayAsync("SET {shop}:seq rubbish");
        await AppendAsync("last", null);

        (await ClaimAsync(1000)).Select(claim => claim.Id).Distinct().Count().ShouldBe(102);
    }

    private Task<AppendOutcome> AppendAsync(string key, PushNonce? nonce) =>
        Inbox.AppendAsync(Push(user: null, key: key) with { Nonce = nonce }, CancellationToken.None).AsTask();
}
