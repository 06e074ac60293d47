namespace WeChatPush.Apps;

/// <summary>
/// The events of virtual payment (虚拟支付). Their acknowledgement is a statement: <c>success</c> to a delivery notice means to
/// WeChat that the goods were delivered. So only an owner makes it.
/// </summary>
internal static class PaymentEvents
{
    private const string Prefix = "xpay_";

    public static bool Contains(string? name) =>
        name is not null && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
