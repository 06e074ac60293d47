using WeChatPush.Protocol;

namespace WeChatPush.Apps;

/// <summary>
/// The events of virtual payment (虚拟支付). Their acknowledgement is a statement: <c>success</c> to a delivery notice means to
/// WeChat that the goods were delivered. So only an owner makes it.
/// </summary>
internal static class PaymentEvents
{
    private const string Prefix = "xpay_";

    /// <summary>Whether the push is one of them. An Event of a push that is no event is what a user typed.</summary>
    public static bool Contains(PushKind kind) =>
        kind.Event is { } name
        && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && kind == PushKind.OfEvent(name);
}
