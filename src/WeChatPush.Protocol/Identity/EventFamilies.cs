using System.Collections.Frozen;
using static WeChatPush.Protocol.EventFamily;

namespace WeChatPush.Protocol;

/// <summary>
/// The key of every event that has one. WeChat's general advice, FromUserName and CreateTime, takes two orders
/// paid in the same second for one, since all payments come from one account; and a hash of the body takes a
/// retry for a new event, since payments count their tries in it.
/// </summary>
internal static class EventFamilies
{
    // A name ending in * stands for all that begin so and have no row of their own.
    private static readonly Dictionary<string, EventFamily> Table = new()
    {
        // Users: customer service, subscriptions, reading
        ["user_enter_tempsession"] = User("FromUserName", "CreateTime", "SessionFrom"),
        ["subscribe_msg_popup_event"] = User("FromUserName", "CreateTime", "List"),
        ["subscribe_msg_change_event"] = User("FromUserName", "CreateTime", "List"),
        ["subscribe_msg_sent_event"] = User("List.MsgID"),
        ["notify_service_msg_send_result"] = User("notify_code", "card_status", "CreateTime"),
        ["wxa_novel_chapter_permission"] = User(),
        ["kf_*"] = User(),
        ["iot_voip_notify"] = User("RoomId"),
        ["debug_demo"] = User(),

        // Content safety and the user's own data
        ["wxa_media_check"] = EventFamily.Platform("trace_id"),
        ["user_info_modified"] = EventFamily.Platform("OpenID", "CreateTime", "RevokeInfo", "PluginID"),
        ["user_authorization_revoke"] = EventFamily.Platform("OpenID", "CreateTime", "RevokeInfo", "PluginID"),
        ["user_authorization_cancellation"] = EventFamily.Platform("OpenID", "CreateTime", "RevokeInfo", "PluginID"),

        // Shipping: the settlement is pushed twice, when shipped and when settled
        ["trade_manage_*"] = EventFamily.Platform("transaction_id|merchant_trade_no", "CreateTime", "settlement_time"),
        ["wxa_trade_controlled"] = EventFamily.Platform(),

        // Virtual payment
        ["xpay_goods_deliver_notify"] = EventFamily.Platform("OutTradeNo"),
        ["xpay_coin_pay_notify"] = EventFamily.Platform("OutTradeNo"),
        ["xpay_subscribe_pay_fail_notify"] = EventFamily.Platform("OutTradeNo"),
        ["xpay_refund_notify"] = EventFamily.Platform("WxRefundId", "RetCode"),
        ["xpay_complaint_notify"] = EventFamily.Platform("ComplaintId", "RequestId"),
        ["xpay_wxpay_callback_notify"] = EventFamily.Platform("BusinessCode", "BusinessState"),
        ["xpay_subscribe_signing_result_notify"] = EventFamily.Platform("OutContractCode", "Action", "OpenorcloseTime"),
        ["xpay_apple_*"] = EventFamily.Platform(
            "AppleSubscriptionInfo.OriginalTransactionId",
            "AppleSubscriptionInfo.SignedTime|AppleSubscriptionInfo.UnsignedTime"),
        ["xpay_subscribe_ios_refund_query_notify"] = EventFamily.Platform("pay_order_id", "refund_time"),
        ["xpay_*"] = EventFamily.Platform(),
        ["minigame_*"] = EventFamily.Platform("MiniGame.Payload"),

        // Retail
        ["retail_pay_notify"] = EventFamily.Platform("out_trade_no", "pay_status"),
        ["retail_refund_notify"] = EventFamily.Platform("out_refund_no", "refund_status"),
        ["retail_*"] = EventFamily.Platform(),

        // Logistics
        ["add_express_path"] = EventFamily.Platform("DeliveryID", "WayBillId", "Version"),
        ["update_waybill_status"] = EventFamily.Platform("shop_order_id", "waybill_id", "order_status", "action_time"),
        ["add_waybill"] = EventFamily.Platform("BizID", "OrderID"),
        ["cancel_waybill"] = EventFamily.Platform(),
        ["check_biz"] = EventFamily.Platform(),
        ["get_quota"] = EventFamily.Platform(),
        ["add_single_waybill"] = EventFamily.Platform(),
        ["query_single_waybill*"] = EventFamily.Platform(),
        ["cancel_single_waybill"] = EventFamily.Platform(),
        ["notify_single_waybill_pay"] = EventFamily.Platform(),
        ["remind_waybill"] = EventFamily.Platform(),
        ["waybill_*"] = EventFamily.Platform(),
        ["transport_*"] = EventFamily.Platform(),
        ["mock_update_order_status"] = EventFamily.Platform(),
        ["get_pre_auth_code"] = EventFamily.Platform(),
        ["get_auth_info"] = EventFamily.Platform(),
        ["cancel_auth_account"] = EventFamily.Platform(),
        ["update_business_bind_result"] = EventFamily.Platform(),
        ["wxainsurance_claim_result"] = EventFamily.Platform(),
        ["ewaybill_push_path"] = EventFamily.Platform(),

        // Notices of the platform
        ["wxa_punish_event"] = EventFamily.Platform("punish_id", "event_type"),
        ["wxa_appeal_record"] = EventFamily.Platform("appeal_record_id", "appeal_status"),
        ["wxa_illegal_record"] = EventFamily.Platform("illegal_record_id"),
        ["wxa_comment_bad_score"] = EventFamily.Platform("result.comment_id"),
        ["complaint_callback"] = EventFamily.Platform("complaint_order_id", "status", "history.time"),
        ["charge_mp_*"] = EventFamily.Platform(),
        ["weapp_audit_*"] = EventFamily.Platform("CreateTime", "SuccTime|FailTime|DelayTime|audit_id"),
        ["wxa_nickname_audit"] = EventFamily.Platform("CreateTime", "nickname", "ret"),
        ["wxa_category_audit"] = EventFamily.Platform("CreateTime", "first", "second", "ret"),
        ["wxa_privacy_apply"] = EventFamily.Platform("CreateTime", "result_info.audit_id", "result_info.api_name"),
        ["add_nearby_poi_audit_info"] = EventFamily.Platform(),
        ["nearby_category_audit_info"] = EventFamily.Platform(),
        ["create_map_poi_audit_info"] = EventFamily.Platform(),
        ["wx_verify_*"] = EventFamily.Platform(),
        ["wxalive_*"] = EventFamily.Platform(),
        ["secvod_*"] = EventFamily.Platform(),
        ["secbook_*"] = EventFamily.Platform(),
        ["book_ban_status_change"] = EventFamily.Platform(),

        // The shop component
        ["open_product_*"] = EventFamily.Platform(),
        ["aftersale_*"] = EventFamily.Platform(),
        ["funds_*"] = EventFamily.Platform(),
        ["complaint_notify"] = EventFamily.Platform(),
        ["withdraw_notify"] = EventFamily.Platform(),
        ["miniprogram_sharer_*"] = EventFamily.Platform(),
    };

    private static readonly EventFamily Unknown = User();

    private static readonly FrozenDictionary<string, EventFamily> Named =
        Table.Where(row => !row.Key.EndsWith('*')).ToFrozenDictionary();

    private static readonly (string Prefix, EventFamily Family)[] Prefixes =
    [
        .. Table.Where(row => row.Key.EndsWith('*'))
            .Select(row => (row.Key[..^1], row.Value))
            .OrderByDescending(row => row.Item1.Length),
    ];

    /// <summary>All names the table has, those ending in * included.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>
    /// The name as this table has it. Case differs between WeChat's pages, and the complaint event has an
    /// underscore in XML and a space in JSON.
    /// </summary>
    public static string Normalise(string? name) => (name ?? "").ToLowerInvariant().Replace(' ', '_');

    /// <summary>The family of a normalised name. An unknown event counts as one of a user's.</summary>
    public static EventFamily Find(string name)
    {
        if (Named.TryGetValue(name, out var family))
            return family;

        foreach (var (prefix, ofPrefix) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return ofPrefix;
        }

        return Unknown;
    }
}
