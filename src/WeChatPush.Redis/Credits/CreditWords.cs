using StackExchange.Redis;
using WeChatPush.Credits;

namespace WeChatPush.Redis.Credits;

/// <summary>What the ledger's scripts call the changes of permits and the outcomes of credits.</summary>
internal static class CreditWords
{
    public static RedisValue From(PermitEvent change) => change switch
    {
        PermitEvent.Accepted => "accepted",
        PermitEvent.AcceptedLongTerm => "long",
        PermitEvent.Rejected => "rejected",
        PermitEvent.Undelivered => "undelivered",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static RedisValue From(CreditOutcome outcome) => outcome switch
    {
        CreditOutcome.Spent => "spent",
        CreditOutcome.Returned => "returned",
        CreditOutcome.Burned => "burned",
        CreditOutcome.BurnedAll => "burned_all",
        CreditOutcome.Uncertain => "uncertain",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
