using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>A store with dead letters.</summary>
public abstract class DeadLetterFixture<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    internal IDeadLetterStore Letters => (IDeadLetterStore)Under.DeadLetters;

    private protected async Task<IReadOnlyList<string>> DieAsync(int count, string reason = "rule: failed 47003")
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
            ids.Add((await AppendAsync(Push($"user {i}"))).Id);
        foreach (var claim in await ClaimAsync(count))
            await SettleAsync(claim, new Settlement.DeadLetter(reason));
        return ids;
    }

    private protected async Task<List<DeadLetter>> ReadAllAsync(int limit)
    {
        var found = new List<DeadLetter>();
        for (long? after = 0; after is { } from;)
        {
            var page = await Letters.ReadAsync("shop", from, limit, default);
            found.AddRange(page.Items);
            after = page.Next;
        }

        return found;
    }
}
