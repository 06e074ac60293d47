using System.Text.Json;

namespace WeChatPush.Protocol.Retail;

/// <summary>A payment between a store and its supplier ended.</summary>
public sealed record RetailPayNotify : RetailPush, ITypedPush<RetailPayNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public RetailPayNotify()
    {
    }

    private RetailPayNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        PayStatus = fields.Text("pay_status");
        PayTime = fields.Text("pay_time");
        Attach = fields.Text("attach");
        PayerOpenId = fields.Text("payer_openid");
        Amount = fields.Object("amount", RetailAmount.Read);
        WxpayTransactionId = fields.Text("wxpay_transaction_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("retail_pay_notify");

    /// <summary><c>ORDER_PAY_SUCC</c>.</summary>
    public string PayStatus { get; init; } = "";

    /// <summary>When it was paid, as WeChat writes it: <c>2023-07-20 17:04:28</c>.</summary>
    public string PayTime { get; init; } = "";

    /// <summary>What the order was given to carry along.</summary>
    public string Attach { get; init; } = "";

    /// <summary>The paying user.</summary>
    public string PayerOpenId { get; init; } = "";

    /// <summary>How much.</summary>
    public RetailAmount? Amount { get; init; }

    /// <summary>WeChat Pay's number of the transaction.</summary>
    public string WxpayTransactionId { get; init; } = "";

    /// <inheritdoc/>
    public static RetailPayNotify Read(PushMessage message) => new(message);
}

/// <summary>How much was paid.</summary>
/// <param name="OrderAmount">The order's amount, in fen.</param>
/// <param name="PayerAmount">What the user paid, in fen.</param>
/// <param name="Currency"><c>CNY</c>.</param>
public sealed record RetailAmount(long OrderAmount, long PayerAmount, string Currency)
{
    internal static RetailAmount Read(JsonElement fields) =>
        new(fields.Int64("order_amount"), fields.Int64("payer_amount"), fields.Text("currency"));
}
