using WeChatPush.Protocol.Messages;
using WeChatPush.Protocol.Payment;
using WeChatPush.Protocol.Subscriptions;

namespace WeChatPush.Protocol.Tests.Messages;

public sealed class TypedPushTests
{
    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenMessage_HasItsProperties(string format)
    {
        Read<TextMessage>("Messages/text-of-a-sub-merchant", format).ShouldBe(new TextMessage
        {
            ToUserName = "gh_97417a04a28d",
            FromUserName = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
            CreateTime = 1714112445,
            MsgId = "24532121465370880",
            Content = "在吗？",
            BusinessId = 1,
        });
        Read<TextMessage>("Messages/text", format).BusinessId.ShouldBeNull();
        Read<ImageMessage>("Messages/image", format).ShouldSatisfyAllConditions(
            image => image.PicUrl.ShouldBe("this is a url"),
            image => image.MediaId.ShouldBe("media_id"));
        Read<MiniProgramPageMessage>("Messages/miniprogrampage", format).ShouldSatisfyAllConditions(
            card => card.Title.ShouldBe("Title"),
            card => card.AppId.ShouldBe("AppId"),
            card => card.PagePath.ShouldBe("PagePath"),
            card => card.ThumbUrl.ShouldBe("ThumbUrl"),
            card => card.ThumbMediaId.ShouldBe("ThumbMediaId"));
        Read<UserEnterTempsession>("Messages/user_enter_tempsession", format).SessionFrom.ShouldBe("sessionFrom");
        Read<VoiceMessage>("Messages/voice", format).Format.ShouldBe("amr");
        Read<VideoMessage>("Messages/video", format).ThumbMediaId.ShouldBe("5J0uEzYw7lVNqPm");
        Read<ShortVideoMessage>("Messages/shortvideo", format).MediaId.ShouldBe("5J0uEzYw7lVNqPn");
        Read<LinkMessage>("Messages/link", format).Url.ShouldBe("https://mp.weixin.qq.com/?a=1&b=2");
        Read<LocationMessage>("Messages/location", format).ShouldSatisfyAllConditions(
            place => (place.Latitude, place.Longitude).ShouldBe((23.134521, 113.358803)),
            place => place.Scale.ShouldBe(20),
            place => place.Label.ShouldStartWith("广州市"));
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenSubscriptionEvent_HasAListWhateverTheShape(string format)
    {
        Read<SubscribeMsgPopupEvent>("Subscriptions/popup-of-two", format).List
            .Select(item => (item.SubscribeStatusString, item.PopupScene))
            .ShouldBe([("accept", 2), ("reject", 2)]);
        Read<SubscribeMsgPopupEvent>("Subscriptions/popup-array-of-one", format).List.Count.ShouldBe(1);
        Read<SubscribeMsgPopupEvent>("Subscriptions/popup-object", format).List.Count.ShouldBe(1);
        Read<SubscribeMsgChangeEvent>("Subscriptions/change", format).List
            .ShouldBe([new("VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc", "reject")]);
        Read<SubscribeMsgSentEvent>("Subscriptions/sent-object", format).List
            .ShouldBe([new("BEwX0BO-T3MqK3Uc5oTU3CGBqzjpndk2jzUf7VfExd8", "1864323726461255680", 0, "success")]);
        Read<SubscribeMsgSentEvent>("Subscriptions/sent", format).CreateTime.ShouldBe(1610969468);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenPayment_HasGoodsAndPrice(string format)
    {
        var notify = Read<XpayGoodsDeliverNotify>("VirtualPayment/xpay_goods_deliver_notify", format);

        notify.OutTradeNo.ShouldBe("order20240426000001");
        notify.WeChatPayInfo.ShouldBe(
            new XpayWeChatPayInfo("2024042600000001", "4200002156202404267778889990", 1714112440));
        notify.GoodsInfo.ShouldBe(new XpayGoodsInfo("sword", 1, 600, 480, "area=7"));
    }

    [Theory]
    [InlineData("{\"MsgType\":\"x\"}")]
    [InlineData("""{"MsgType":[],"List":[1,[],null,"x"],"Scale":{},"GoodsInfo":"","BusinessId":"many"}""")]
    [InlineData("<xml><List>1</List><List/><Scale/><BusinessId>99999999999</BusinessId></xml>")]
    public void Read_WhenFieldsAreMissingOrOdd_HasDefaults(string body)
    {
        var message = Pushes.Read(body);

        TextMessage.Read(message).Content.ShouldBe("");
        LocationMessage.Read(message).ShouldSatisfyAllConditions(
            place => place.Scale.ShouldBe(0),
            place => place.Latitude.ShouldBe(0));
        SubscribeMsgPopupEvent.Read(message).List.ShouldBeEmpty();
        XpayGoodsDeliverNotify.Read(message).GoodsInfo.ShouldBeNull();
    }

    private static T Read<T>(string push, string format)
        where T : ITypedPush<T>
    {
        var message = Pushes.Recorded($"{push}.{format}");
        message.Is(T.Kind).ShouldBeTrue();
        return T.Read(message);
    }
}
