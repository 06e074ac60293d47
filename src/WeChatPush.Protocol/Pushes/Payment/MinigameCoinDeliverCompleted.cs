using System.Text.Json;

namespace WeChatPush.Protocol.Payment;

/// <summary>
/// Coins of a mini game were delivered (page 支付类事件订阅). The envelope has no names, and the order is JSON inside a
/// string, because that string is what is signed.
/// </summary>
public sealed record MinigameCoinDeliverCompleted : TypedPush, ITypedPush<MinigameCoinDeliverCompleted>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public MinigameCoinDeliverCompleted()
    {
    }

    private MinigameCoinDeliverCompleted(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Payload = fields.Text("MiniGame.Payload");
        PayEventSig = fields.Text("MiniGame.PayEventSig");
        IsMock = fields.Bool("MiniGame.IsMock");
        Order = fields.Embedded("MiniGame.Payload", MinigameCoinOrder.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("minigame_coin_deliver_completed");

    /// <summary>The order as it was signed. <see cref="Order"/> is the same, read.</summary>
    public string Payload { get; init; } = "";

    /// <summary>
    /// HMAC-SHA256 of the event's name, <c>&amp;</c> and <see cref="Payload"/>, under the app key of the virtual
    /// payment, in lower-case hex.
    /// </summary>
    public string PayEventSig { get; init; } = "";

    /// <summary>Whether it is only a test from WeChat's pages: check the fields, deliver nothing.</summary>
    public bool IsMock { get; init; }

    /// <summary>The order; null if <see cref="Payload"/> is no JSON.</summary>
    public MinigameCoinOrder? Order { get; init; }

    /// <inheritdoc/>
    public static MinigameCoinDeliverCompleted Read(PushMessage message) => new(message);
}

/// <summary>An order of a mini game's coins.</summary>
/// <param name="OpenId">The player.</param>
/// <param name="OutTradeNo">Your own order number.</param>
/// <param name="WeChatPayInfo">The payment; null if there was none through WeChat Pay.</param>
/// <param name="Env">0: live; 1: sandbox.</param>
/// <param name="CoinInfo">What was bought.</param>
public sealed record MinigameCoinOrder(
    string OpenId,
    string OutTradeNo,
    XpayWeChatPayInfo? WeChatPayInfo,
    int Env,
    MinigameCoinInfo? CoinInfo)
{
    internal static MinigameCoinOrder Read(JsonElement fields) => new(
        fields.Text("OpenId"),
        fields.Text("OutTradeNo"),
        fields.Object("WeChatPayInfo", XpayWeChatPayInfo.Read),
        fields.Int32("Env"),
        fields.Object("CoinInfo", MinigameCoinInfo.Read));
}

/// <summary>The coins of a mini game's order.</summary>
/// <param name="ZoneId">The zone of the game.</param>
/// <param name="TotalPrice">The whole price, in fen.</param>
/// <param name="BuyQuantity">How many.</param>
/// <param name="OrigPrice">The price before discounts, in fen.</param>
public sealed record MinigameCoinInfo(string ZoneId, long TotalPrice, long BuyQuantity, long OrigPrice)
{
    internal static MinigameCoinInfo Read(JsonElement fields) => new(
        fields.Text("ZoneId"),
        fields.Int64("TotalPrice"),
        fields.Int64("BuyQuantity"),
        fields.Int64("OrigPrice"));
}
