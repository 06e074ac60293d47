using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Handling;

/// <summary>
/// Pushes that a check of the own push URL makes. They are received, deduplicated, stored and answered like any others, and end there:
/// no handler, no rule, no forward, no credit and no window comes of them, at whichever instance takes them up.
/// </summary>
public static class CheckPushes
{
    /// <summary>
    /// What the openid of their users begins with. WeChat's consist of letters, digits, <c>_</c> and <c>-</c>, so the dot makes sure
    /// that no real user is meant. Who could forge such a push could forge any, and reaches nothing with this one.
    /// </summary>
    public const string UserPrefix = "check.";

    /// <summary>What their timeline says.</summary>
    internal const string Detail = "a push of a check: nothing is done with it";

    /// <summary>Whether a push is one of them. To acknowledge a payment is never right, whichever user it names.</summary>
    internal static bool IsOne(PushMessage message) =>
        message.FromUserName?.StartsWith(UserPrefix, StringComparison.Ordinal) == true && !PaymentEvents.Contains(message.Kind);
}
