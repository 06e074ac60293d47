using WeChatPush.Protocol.Audit;
using WeChatPush.Protocol.ContentSafety;
using WeChatPush.Protocol.Delivery;
using WeChatPush.Protocol.Logistics;
using WeChatPush.Protocol.LogisticsProvider;
using WeChatPush.Protocol.Media;
using WeChatPush.Protocol.Messages;
using WeChatPush.Protocol.Novel;
using WeChatPush.Protocol.Payment;
using WeChatPush.Protocol.Platform;
using WeChatPush.Protocol.Shop;
using WeChatPush.Protocol.ThirdParty;
using WeChatPush.Protocol.Trade;
using WeChatPush.Protocol.UserData;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>What WeChat's pages and its pushes do not agree on, push by push.</summary>
public sealed class TypedTrapTests
{
    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenDetailsAreJsonInAString_HasThemRead(string format)
    {
        Read<WxaPunishEvent>("Notices/wxa_punish_event", format).Detail.ShouldNotBeNull().ShouldSatisfyAllConditions(
            detail => detail.WarnedType.ShouldBe(1),
            detail => detail.RectifyDeadline.ShouldBe(1699796571),
            detail => detail.WarnedFunctionNames.ShouldBeEmpty(),
            detail => detail.WarnedBanDays.ShouldBe([3]));
        Read<WxaPunishEvent>("Notices/wxa_punish_event-of-functions", format).ShouldSatisfyAllConditions(
            punish => punish.IllegalContent.ShouldBe(["违规内容测试"]),
            punish => punish.Detail!.BannedDays.ShouldBe([1, 2]),
            punish => punish.Detail!.BannedFunctionNames.ShouldContain("客服消息接口"));
        Read<WxaPunishEvent>("Notices/wxa_punish_event-of-a-page", format)
            .Detail!.Path.ShouldBe("pages/fengjin/fengjin");
        Read<MinigameCoinDeliverCompleted>("VirtualPayment/minigame_coin_deliver_completed", format)
            .ShouldSatisfyAllConditions(
                coin => coin.IsMock.ShouldBeTrue(),
                coin => coin.Payload.ShouldStartWith("{\"OpenId\""),
                coin => coin.Order!.CoinInfo.ShouldBe(new MinigameCoinInfo("1", 100, 1, 100)));
    }

    [Theory]
    [InlineData("\"no json\"")]
    [InlineData("\"{\\\"a\\\":\"")]
    [InlineData("\"{}\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Read_WhenDetailsAreNoJson_HasNone(string detail)
    {
        var message = Pushes.Read($$"""{"MsgType":"event","Event":"wxa_punish_event","detail":{{detail}}}""");

        WxaPunishEvent.Read(message).Detail.ShouldBeNull();
    }

    [Fact]
    public void Read_WhenDetailsAreAnObject_HasThemToo()
    {
        var message = Pushes.Read("""{"Event":"wxa_punish_event","detail":{"banned_days":3,"suspended_days":"1"}}""");

        WxaPunishEvent.Read(message).Detail.ShouldNotBeNull().ShouldSatisfyAllConditions(
            detail => detail.BannedDays.ShouldBe([3]),
            detail => detail.SuspendedDays.ShouldBe(1));
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenFieldsAreInsideOrOnTop_HasThem(string format)
    {
        Read<WxaliveFollowNotify>("Notices/wxalive_follow_notify", format).ShouldSatisfyAllConditions(
            follow => follow.UserOpenId.ShouldBe("xxx"),
            follow => follow.Action.ShouldBe("add_follow"),
            follow => follow.LiveStatus.ShouldBe(101));
        Read<WxaliveFollowNotify>("Notices/wxalive_follow_notify-flat", format).Action.ShouldBe("del_follow");
        Read<WxainsuranceClaimResult>("Logistics/wxainsurance_claim_result", format).Status.ShouldBe(5);
        Read<WxainsuranceClaimResult>("Logistics/wxainsurance_claim_result-refused", format)
            .PayFailReason.ShouldBe("材料不全");
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenAListHasOneOrMany_HasThemAll(string format)
    {
        Read<ComplaintCallback>("Notices/complaint_callback", format).History.Single().ShouldSatisfyAllConditions(
            step => step.Time.ShouldBe(1744244406),
            step => step.MediaIdList.ShouldBeEmpty());
        Read<ComplaintCallback>("Notices/complaint_callback-with-history", format).History
            .Select(step => step.MediaIdList.Count).ShouldBe([1, 2]);
        Read<WxaAppealRecord>("ThirdParty/wxa_appeal_record", format)
            .Materials.Single().ProofMaterialIds.ShouldBe(["f1", "f2"]);
        Read<AddWaybill>("LogisticsProvider/add_waybill-of-one", format).Cargo!.DetailList.Count.ShouldBe(1);
        Read<TransportReaddOrder>("Delivery/transport_readd_order", format).Cargo!.Goods.Single().Price.ShouldBe(9.5m);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenNamesDifferInCaseOnly_KeepsThemApart(string format)
    {
        Read<ThirdPartyNotice>("ThirdParty/notify_third_fasteregister", format).ShouldSatisfyAllConditions(
            notice => notice.ComponentAppId.ShouldBe("wx54a8eaa26606test"),
            notice => notice.AppId.ShouldBe("wxba5fad812f8e6fb9"));
        Read<ThirdPartyNotice>("ThirdParty/component_verify_ticket", format).AppId.ShouldBe("");
        Read<UserInfoModified>("UserData/user_info_modified", format).OpenId.ShouldBe("oaKk343WOktAaT2ygsX138BGblrg");
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenAFieldIsOnlySometimesThere_SaysSo(string format)
    {
        Read<TradeManageOrderSettlement>("Trade/order_settlement-shipped", format).ShouldSatisfyAllConditions(
            order => order.EstimatedSettlementTime.ShouldBe(1714900045),
            order => order.SettlementTime.ShouldBeNull(),
            order => order.ConfirmReceiveMethod.ShouldBeNull());
        Read<TradeManageOrderSettlement>("Trade/order_settlement-settled", format).SettlementTime.ShouldBe(1714900045);
        Read<WxaNovelChapterPermission>("Novel/chapter_permission-preload", format).Source.ShouldBe(0);
        Read<WxaNovelChapterPermission>("Novel/chapter_permission-compatible-mode", format).Source.ShouldBeNull();
        Read<WxaMediaCheck>("ContentSafety/media_check-version-1", format).Result.ShouldBeNull();
        Read<UpdateWaybillStatus>("Logistics/update_waybill_status", format).Agent!.ReachTime.ShouldBeNull();
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void Read_WhenANumberIsBeyondDouble_KeepsEveryDigit(string format)
    {
        Read<OpenProductOrderPay>("OpenProduct/order_pay", format).OrderId.ShouldBe("3302922000692805632");
        Read<SecvodAuditEvent>("Notices/secvod_audit_event", format).CreateTime.ShouldBe(12344555555);
    }

    [Fact]
    public void ToString_WhenLogged_KeepsUsersAndSecretsOut()
    {
        Read<AddWaybill>("LogisticsProvider/add_waybill", "json").ToString().ShouldBe("AddWaybill of 1714112445");
        Read<TextMessage>("Messages/text", "xml").ToString().ShouldBe("TextMessage of 1482048670");
    }

    private static T Read<T>(string push, string format)
        where T : ITypedPush<T>
    {
        var message = Pushes.Recorded($"{push}.{format}");
        message.Is(T.Kind).ShouldBeTrue();
        return T.Read(message);
    }
}
