using System.Text.Json.Nodes;

namespace WeChatPush.Protocol.Tests.Identity;

/// <summary>Which fields tell two events of one kind apart, and which do not.</summary>
public sealed class EventFamilyTests
{
    [Theory]
    [InlineData("Messages/user_enter_tempsession", "FromUserName", "CreateTime", "SessionFrom")]
    [InlineData("Subscriptions/popup-of-two", "FromUserName", "CreateTime", "List.0.TemplateId")]
    [InlineData("Subscriptions/popup-of-two", "List.1.SubscribeStatusString", "List.0.PopupScene")]
    [InlineData("Subscriptions/change", "FromUserName", "CreateTime", "List.TemplateId")]
    [InlineData("Subscriptions/sent", "List.MsgID")]
    [InlineData("Subscriptions/notify_service_msg_send_result", "notify_code", "card_status", "CreateTime")]
    [InlineData("ContentSafety/media_check", "trace_id")]
    [InlineData("UserData/user_info_modified", "openid", "CreateTime")]
    [InlineData("UserData/user_authorization_revoke", "OpenID", "CreateTime", "RevokeInfo", "PluginID")]
    [InlineData("UserData/user_authorization_cancellation", "OpenID", "CreateTime")]
    [InlineData("Trade/remind_access_api", "CreateTime", "msg")]
    [InlineData("Trade/remind_shipping", "transaction_id", "CreateTime")]
    [InlineData("Trade/order_settlement-settled", "transaction_id", "CreateTime", "settlement_time")]
    [InlineData("VirtualPayment/xpay_goods_deliver_notify", "OutTradeNo")]
    [InlineData("VirtualPayment/xpay_coin_pay_notify", "OutTradeNo")]
    [InlineData("VirtualPayment/xpay_subscribe_pay_fail_notify", "OutTradeNo")]
    [InlineData("VirtualPayment/xpay_refund_notify", "WxRefundId", "RetCode")]
    [InlineData("VirtualPayment/xpay_complaint_notify", "ComplaintId", "RequestId")]
    [InlineData("VirtualPayment/xpay_wxpay_callback_notify", "BusinessCode", "BusinessState")]
    [InlineData("VirtualPayment/xpay_subscribe_signing_result_notify", "OutContractCode", "Action", "OpenorcloseTime")]
    [InlineData(
        "VirtualPayment/xpay_apple_subscribe_signing_result_notify", "AppleSubscriptionInfo.OriginalTransactionId")]
    [InlineData("VirtualPayment/xpay_apple_subscribe_signing_result_notify", "AppleSubscriptionInfo.SignedTime")]
    [InlineData("VirtualPayment/xpay_apple_subscribe_unsigning_result_notify", "AppleSubscriptionInfo.UnsignedTime")]
    [InlineData("VirtualPayment/xpay_subscribe_ios_refund_query_notify", "pay_order_id", "refund_time")]
    [InlineData("Novel/chapter_permission", "FromUserName", "CreateTime", "ChapterIndex", "BookId")]
    [InlineData("Retail/retail_pay_notify", "out_trade_no", "pay_status")]
    [InlineData("Retail/retail_refund_notify", "out_refund_no", "refund_status")]
    [InlineData("Logistics/add_express_path", "DeliveryID", "WayBillId", "Version")]
    [InlineData("Logistics/update_waybill_status", "shop_order_id", "waybill_id", "order_status", "action_time")]
    [InlineData("LogisticsProvider/add_waybill", "BizID", "OrderID")]
    [InlineData("Notices/wxa_punish_event", "punish_id", "event_type")]
    [InlineData("Notices/wxa_comment_bad_score", "result.comment_id")]
    [InlineData("Notices/complaint_callback", "complaint_order_id", "status", "history.time")]
    [InlineData("ThirdParty/weapp_audit_success", "CreateTime", "SuccTime")]
    [InlineData("ThirdParty/weapp_audit_fail", "CreateTime", "FailTime")]
    [InlineData("ThirdParty/wxa_nickname_audit", "CreateTime", "nickname", "ret")]
    [InlineData("ThirdParty/wxa_privacy_apply", "CreateTime", "result_info.audit_id")]
    public void Of_WhenAKeyFieldDiffers_IsAnotherPush(string push, params string[] fields)
    {
        var first = Identities.OfRecorded(push + ".json");
        foreach (var field in fields)
            Identities.OfChanged(push, field, "987654321").Key.ShouldNotBe(first.Key, field);

        Identities.OfRecorded(push + ".json").ShouldBe(first);
    }

    [Theory]
    [InlineData("Subscriptions/sent", "CreateTime")]
    [InlineData("ContentSafety/media_check", "CreateTime")]
    [InlineData("VirtualPayment/xpay_goods_deliver_notify", "CreateTime")]
    [InlineData("VirtualPayment/xpay_refund_notify", "RetryTimes")]
    [InlineData("VirtualPayment/xpay_refund_notify", "CreateTime")]
    [InlineData("VirtualPayment/xpay_complaint_notify", "RetryTimes")]
    [InlineData("VirtualPayment/xpay_wxpay_callback_notify", "RetryTimes")]
    [InlineData("Retail/retail_pay_notify", "CreateTime")]
    [InlineData("Logistics/add_express_path", "CreateTime")]
    [InlineData("LogisticsProvider/add_waybill", "Token")]
    public void Of_WhenOnlyATryDiffers_IsTheSamePush(string push, string field)
    {
        Identities.OfChanged(push, field, "5").ShouldBe(Identities.OfRecorded(push + ".json"));
    }

    [Fact]
    public void Of_WhenTheListComesInAnotherOrder_IsTheSamePush()
    {
        var list = (JsonArray)JsonNode.Parse(
            """
            [{"SubscribeStatusString":"reject","PopupScene":2,
              "TemplateId":"9nLIlbOQZC5Y89AZteFEux3WCXRRRG5Wfzkpssu4bLI"},
             {"TemplateId":"VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc",
              "SubscribeStatusString":"accept","PopupScene":"2"}]
            """)!;

        Identities.OfChanged("Subscriptions/popup-of-two", "List", list)
            .ShouldBe(Identities.OfRecorded("Subscriptions/popup-of-two.xml"));
    }

    [Fact]
    public void Of_WhenTwoKindsOfEventShareAnOrder_AreTwo()
    {
        const string push = "VirtualPayment/xpay_goods_deliver_notify";

        Identities.OfChanged(push, "Event", "xpay_subscribe_pay_fail_notify").Key
            .ShouldNotBe(Identities.OfRecorded(push + ".json").Key);
    }

    [Fact]
    public void Of_WhenTheKeyFieldsAreMissing_IsEverythingElse()
    {
        const string body =
            """{"MsgType":"event","Event":"xpay_coin_pay_notify","CreateTime":1,"OutTradeNo":"","Env":0}""";

        Identities.From(body.Replace("\"Env\":0", "\"RetryTimes\":1,\"Env\":\"0\"")).ShouldBe(Identities.From(body));
        Identities.From(body.Replace("\"Env\":0", "\"Env\":1")).Key.ShouldNotBe(Identities.From(body).Key);
    }

    [Theory]
    [InlineData("Messages/user_enter_tempsession", "fromUser")]
    [InlineData("Subscriptions/popup-of-two", "otFpruAK8D-E6EfStSYonYSBZ8_4")]
    [InlineData("Subscriptions/notify_service_msg_send_result", "o7esq5PHRGBQYmeNyfG064wEFVpQ")]
    [InlineData("Novel/chapter_permission", "orI6161IRrMgF3t3KfVFPOKf4nsk")]
    [InlineData("Messages/debug_demo", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY")]
    [InlineData("ContentSafety/media_check", null)]
    [InlineData("UserData/user_info_modified", "oaKk343WOktAaT2ygsX138BGblrg")]
    [InlineData("UserData/user_authorization_revoke", "owAqB1nqaOYYWl0Ng484G2z5NIwU")]
    [InlineData("Trade/remind_shipping", null)]
    [InlineData("VirtualPayment/xpay_goods_deliver_notify", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY")]
    [InlineData("VirtualPayment/xpay_subscribe_signing_result_notify", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY")]
    [InlineData("VirtualPayment/xpay_wxpay_callback_notify", null)]
    [InlineData("Retail/retail_pay_notify", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")]
    [InlineData("Retail/retail_refund_notify", null)]
    [InlineData("Notices/complaint_callback", "oR2XT5Z70fuusMRK")]
    [InlineData("Notices/wxa_punish_event", null)]
    [InlineData("Logistics/add_express_path", null)]
    [InlineData("OpenProduct/order_pay", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY")]
    public void Of_WhenEvent_BelongsToTheUserItIsAbout(string push, string? user)
    {
        Identities.OfRecorded(push + ".xml").ShouldSatisfyAllConditions(
            identity => identity.User.ShouldBe(user),
            identity => identity.IsMessage.ShouldBeFalse());
    }
}
