namespace WeChatPush.Protocol.Trade;

/// <summary>Something is due with a paid order (page 小程序发货信息管理服务).</summary>
public abstract record TradeManageOrderPush : TypedPush
{
    private protected TradeManageOrderPush()
    {
    }

    private protected TradeManageOrderPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        TransactionId = fields.Text("transaction_id");
        MerchantId = fields.Text("merchant_id");
        SubMerchantId = fields.Text("sub_merchant_id");
        MerchantTradeNo = fields.Text("merchant_trade_no");
        PayTime = fields.Int64("pay_time");
    }

    /// <summary>WeChat Pay's number of the order.</summary>
    public string TransactionId { get; init; } = "";

    /// <summary>The merchant account.</summary>
    public string MerchantId { get; init; } = "";

    /// <summary>The sub-merchant's account, if there is one.</summary>
    public string SubMerchantId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string MerchantTradeNo { get; init; } = "";

    /// <summary>When it was paid, in Unix seconds.</summary>
    public long PayTime { get; init; }
}
