using System.Text.Json;

namespace WeChatPush.Protocol.Payment;

/// <summary>The payment of a virtual order.</summary>
/// <param name="MchOrderNo">The order number at the merchant account.</param>
/// <param name="TransactionId">WeChat Pay's number of the transaction.</param>
/// <param name="PaidTime">When it was paid, in Unix seconds.</param>
public sealed record XpayWeChatPayInfo(string MchOrderNo, string TransactionId, long PaidTime)
{
    internal static XpayWeChatPayInfo Read(JsonElement fields) =>
        new(fields.Text("MchOrderNo"), fields.Text("TransactionId"), fields.Int64("PaidTime"));
}

/// <summary>The goods of a virtual order.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
/// <param name="OrigPrice">The price before discounts, in fen.</param>
/// <param name="ActualPrice">The price that was paid, in fen.</param>
/// <param name="Attach">What the order was given to carry along.</param>
/// <param name="SubscribePeriodDays">The days one period lasts; subscriptions only.</param>
public sealed record XpayGoodsInfo(
    string ProductId,
    long Quantity,
    long OrigPrice,
    long ActualPrice,
    string Attach,
    int? SubscribePeriodDays = null)
{
    internal static XpayGoodsInfo Read(JsonElement fields) => new(
        fields.Text("ProductId"),
        fields.Int64("Quantity"),
        fields.Int64("OrigPrice"),
        fields.Int64("ActualPrice"),
        fields.Text("Attach"),
        fields.OptionalInt32("SubscribePeriodDays"));
}

/// <summary>The coins of a virtual order.</summary>
/// <param name="Quantity">How many.</param>
/// <param name="OrigPrice">The price before discounts, in fen.</param>
/// <param name="ActualPrice">The price that was paid, in fen.</param>
/// <param name="Attach">What the order was given to carry along.</param>
public sealed record XpayCoinInfo(long Quantity, long OrigPrice, long ActualPrice, string Attach)
{
    internal static XpayCoinInfo Read(JsonElement fields) =>
        new(fields.Int64("Quantity"), fields.Int64("OrigPrice"), fields.Int64("ActualPrice"), fields.Text("Attach"));
}

/// <summary>The group purchase an order belongs to.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="TeamId">The group.</param>
/// <param name="TeamType">
/// How it is paid. 1: all pay. WeChat's pages do not agree on the rest: 2 may be the refund of a group that did not
/// come about.
/// </param>
/// <param name="TeamAction">What happened in the group.</param>
public sealed record XpayTeamInfo(string ActivityId, string TeamId, int TeamType, int TeamAction)
{
    internal static XpayTeamInfo Read(JsonElement fields) =>
        new(fields.Text("ActivityId"), fields.Text("TeamId"), fields.Int32("TeamType"), fields.Int32("TeamAction"));
}

/// <summary>A subscription that is paid through Apple (page 会员订阅：iOS).</summary>
/// <param name="OriginalTransactionId">Apple's number of the first transaction, the same in all periods.</param>
/// <param name="ProductId">The product.</param>
/// <param name="AutoRenewStatus">0: will end; 1: will be renewed.</param>
/// <param name="RenewalDate">When the next period begins, in Unix milliseconds.</param>
/// <param name="SignedTime">When it was agreed, in Unix milliseconds; else null.</param>
/// <param name="UnsignedTime">When it was ended, in Unix milliseconds; else null.</param>
public sealed record XpayAppleSubscriptionInfo(
    string OriginalTransactionId,
    string ProductId,
    int AutoRenewStatus,
    long RenewalDate,
    long? SignedTime = null,
    long? UnsignedTime = null)
{
    internal static XpayAppleSubscriptionInfo Read(JsonElement fields) => new(
        fields.Text("OriginalTransactionId"),
        fields.Text("ProductId"),
        fields.Int32("AutoRenewStatus"),
        fields.Int64("RenewalDate"),
        fields.OptionalInt64("SignedTime"),
        fields.OptionalInt64("UnsignedTime"));
}
