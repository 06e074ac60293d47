namespace WeChatPush.Protocol.Shop;

/// <summary>
/// A user takes a coupon of the shop component (page 自定义交易组件: 用户领券). To be answered by
/// <see cref="OpenProductReceiveCouponReply"/>.
/// </summary>
public sealed record OpenProductReceiveCoupon : TypedPush, ITypedPush<OpenProductReceiveCoupon>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductReceiveCoupon()
    {
    }

    private OpenProductReceiveCoupon(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OutCouponId = fields.Text("out_coupon_id");
        RequestId = fields.Text("request_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_receive_coupon");

    /// <summary>Your own number of the coupon.</summary>
    public string OutCouponId { get; init; } = "";

    /// <summary>WeChat's number of the request, to be given back.</summary>
    public string RequestId { get; init; } = "";

    /// <inheritdoc/>
    public static OpenProductReceiveCoupon Read(PushMessage message) => new(message);
}
