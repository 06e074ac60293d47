namespace WeChatPush.Protocol.Tests.Identity;

/// <summary>What WeChat's own advice for events, FromUserName and CreateTime, would drop.</summary>
public sealed class SameSecondTests
{
    [Fact]
    public void Of_WhenTwoEventsOfOneUserMeet_AreTwo()
    {
        const string session =
            """
            {"FromUserName":"o","CreateTime":9,"MsgType":"event","Event":"user_enter_tempsession",
             "SessionFrom":"a"}
            """;
        const string popup =
            """
            {"FromUserName":"o","CreateTime":9,"MsgType":"event","Event":"subscribe_msg_popup_event",
             "List":{"TemplateId":"t","SubscribeStatusString":"accept","PopupScene":"0"}}
            """;

        Identities.From(session).Key.ShouldNotBe(Identities.From(popup).Key);
        Identities.From(session.Replace("\"a\"", "\"b\"")).Key.ShouldNotBe(Identities.From(session).Key);
        Identities.From(popup.Replace("\"t\"", "\"u\"")).Key.ShouldNotBe(Identities.From(popup).Key);
    }

    [Fact]
    public void Of_WhenTwoMediaChecksMeet_AreTwo()
    {
        Identities.OfRecorded("ContentSafety/media_check-two-strategies.xml").Key
            .ShouldNotBe(Identities.OfRecorded("ContentSafety/media_check-captured.xml").Key);
    }

    [Fact]
    public void Of_WhenTwoOrdersAreEachTriedTwice_AreTwo()
    {
        const string first =
            """
            {"FromUserName":"wx","CreateTime":9,"MsgType":"event","Event":"xpay_refund_notify",
             "OpenId":"a","WxRefundId":"1","RetCode":0,"RetryTimes":0}
            """;
        var second = first.Replace("\"WxRefundId\":\"1\"", "\"WxRefundId\":\"2\"").Replace("\"a\"", "\"b\"");
        var firstAgain = first.Replace("\"RetryTimes\":0", "\"RetryTimes\":1").Replace(":9,", ":11,");

        var keys = new[] { first, second, firstAgain }.Select(body => Identities.From(body).Key).ToList();

        keys.Distinct().Count().ShouldBe(2);
        keys[2].ShouldBe(keys[0]);
    }
}
