using System.Text;
using WeChatPush.Protocol.Delivery;
using WeChatPush.Protocol.Logistics;
using WeChatPush.Protocol.Tests.Messages;

namespace WeChatPush.Protocol.Tests.Replies;

/// <summary>The answers as WeChat's own pages show them, to the byte but for white space.</summary>
public sealed class SampleReplyTests
{
    private const long Now = 1533042556;

    private const string XmlEnvelope =
        "<ToUserName><![CDATA[oABCD]]></ToUserName><FromUserName><![CDATA[gh_abcdefg]]></FromUserName>"
        + "<CreateTime>1533042556</CreateTime><MsgType><![CDATA[event]]></MsgType>";

    private const string JsonEnvelope =
        """{"ToUserName":"oABCD","FromUserName":"gh_abcdefg","CreateTime":1533042556,"MsgType":"event",""";

    [Fact]
    public void CheckBizReply_WhenWritten_IsThePagesSample()
    {
        Xml("LogisticsProvider/check_biz", new CheckBizReply()).ShouldBe(
            $"<xml>{XmlEnvelope}<Event><![CDATA[check_biz]]></Event><BizID><![CDATA[xyz]]></BizID>"
            + "<ResultCode>0</ResultCode><ResultMsg><![CDATA[success]]></ResultMsg></xml>");
        Json("LogisticsProvider/check_biz", new CheckBizReply()).ShouldBe(
            JsonEvent("""{"Event":"check_biz","BizID":"xyz","ResultCode":0,"ResultMsg":"success"}"""));
    }

    [Fact]
    public void GetQuotaReply_WhenWritten_IsThePagesSample()
    {
        const string push =
            """{"ToUserName":"gh_abcdefg","FromUserName":"oABCD","MsgType":"event","Event":"get_quota","BizID":"xyz"}""";

        Text(new GetQuotaReply().Write(Pushes.Read(push), Now)).ShouldBe(
            JsonEvent("""{"Event":"get_quota","BizID":"xyz","ResultCode":0,"ResultMsg":"success","Quota":0}"""));
    }

    [Fact]
    public void AddWaybillReply_WhenWritten_IsThePagesSample()
    {
        const string push =
            "<xml><ToUserName>gh_abcdefg</ToUserName><FromUserName>oABCD</FromUserName><MsgType>event</MsgType>"
            + "<Event>add_waybill</Event><Token>1234ABC234523451</Token>"
            + "<OrderID><![CDATA[012345678901234567890123456789]]></OrderID><BizID>xyz</BizID></xml>";
        var reply = new AddWaybillReply
        {
            WayBillId = "123456789",
            WaybillData = "##ZTO_bagAddr##广州##ZTO_mark##888-666-666##",
        };

        Text(reply.Write(Pushes.Read(push), Now)).ShouldBe(
            $"<xml>{XmlEnvelope}<Event><![CDATA[add_waybill]]></Event><Token><![CDATA[1234ABC234523451]]></Token>"
            + "<OrderID><![CDATA[012345678901234567890123456789]]></OrderID><BizID><![CDATA[xyz]]></BizID>"
            + "<WayBillID><![CDATA[123456789]]></WayBillID><ResultCode>0</ResultCode>"
            + "<ResultMsg><![CDATA[success]]></ResultMsg>"
            + "<WaybillData><![CDATA[##ZTO_bagAddr##广州##ZTO_mark##888-666-666##]]></WaybillData></xml>");
    }

    [Fact]
    public void CancelWaybillReply_WhenRefused_GivesTheNumbersBack()
    {
        var reply = new CancelWaybillReply { ResultCode = 30002, ResultMsg = "已经揽收" };

        Json("LogisticsProvider/cancel_waybill", reply).ShouldEndWith(
            ""","BizID":"xyz","OrderID":"012345678901234567890123456789","WayBillID":"123456789","ResultCode":"""
            + """30002,"ResultMsg":"已经揽收"}""");
    }

    [Fact]
    public void WaybillNotifyQueryReply_WhenXml_RepeatsThePath()
    {
        var reply = new WaybillNotifyQueryReply
        {
            ResultMsg = "OK",
            WaybillCreateTime = 1600000000,
            Path =
            [
                new(1600000000, 300001, "派送中") { DeliveryCourierName = "张三", DeliveryCourierPhone = "10086" },
                new(1600000000, 100001, "已取件"),
            ],
        };

        Xml("LogisticsProvider/waybill_notify_query", reply).ShouldEndWith(
            "<ResultCode>0</ResultCode><ResultMsg><![CDATA[OK]]></ResultMsg>"
            + "<WaybillCreateTime>1600000000</WaybillCreateTime>"
            + "<Path><ActionType>300001</ActionType><ActionTime>1600000000</ActionTime>"
            + "<ActionMsg><![CDATA[派送中]]></ActionMsg><DeliveryCourierName><![CDATA[张三]]></DeliveryCourierName>"
            + "<DeliveryCourierPhone><![CDATA[10086]]></DeliveryCourierPhone></Path>"
            + "<Path><ActionType>100001</ActionType><ActionTime>1600000000</ActionTime>"
            + "<ActionMsg><![CDATA[已取件]]></ActionMsg></Path></xml>");
    }

    [Fact]
    public void XpayReply_WhenWritten_IsThePagesSample()
    {
        const string push = "VirtualPayment/xpay_refund_notify";

        Xml(push, new XpayReply()).ShouldBe("<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>");
        Json(push, new XpayReply()).ShouldBe("""{"ErrCode":0,"ErrMsg":"success"}""");
        Json(push, ReplyContent.Result(7, "不行")).ShouldBe("""{"ErrCode":7,"ErrMsg":"不行"}""");
        ReplyContent.Result(0, "success").ShouldBe(new XpayReply());
    }

    [Fact]
    public void IosRefundQueryReply_WhenWritten_IsThePagesSample()
    {
        const string push = "VirtualPayment/xpay_subscribe_ios_refund_query_notify";
        var reply = new IosRefundQueryReply(1, "拒绝退款", "已在购买页注明，此数字内容购买后不支持退款");

        Json(push, reply).ShouldBe(
            """{"ErrCode":0,"ErrMsg":"success","IosRefundQueryResponse":{"result_code":"""
            + """1,"result_info":"拒绝退款","evidence":"已在购买页注明，此数字内容购买后不支持退款"}}""");
        Xml(push, reply).ShouldBe(
            "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg><IosRefundQueryResponse>"
            + "<result_code>1</result_code><result_info><![CDATA[拒绝退款]]></result_info>"
            + "<evidence><![CDATA[已在购买页注明，此数字内容购买后不支持退款]]></evidence></IosRefundQueryResponse></xml>");
    }

    [Fact]
    public void NovelChapterPermissionReply_WhenWritten_IsThePagesSample()
    {
        const string push = "Novel/chapter_permission";
        var reply = new NovelChapterPermissionReply(
        [
            new(0, 2, NovelChapterPermission.Unlocked),
            new(3, 5, NovelChapterPermission.Locked),
        ]);

        Json(push, reply).ShouldBe(
            """{"ErrCode":0,"ErrMsg":"","ChapterPerms":[{"StartChapterIndex":0,"EndChapterIndex":2,"Perm":1},"""
            + """{"StartChapterIndex":3,"EndChapterIndex":5,"Perm":2}]}""");
        Xml(push, reply).ShouldBe(
            "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[]]></ErrMsg>"
            + "<ChapterPerms><StartChapterIndex>0</StartChapterIndex><EndChapterIndex>2</EndChapterIndex>"
            + "<Perm>1</Perm></ChapterPerms>"
            + "<ChapterPerms><StartChapterIndex>3</StartChapterIndex><EndChapterIndex>5</EndChapterIndex>"
            + "<Perm>2</Perm></ChapterPerms></xml>");
    }

    [Fact]
    public void IotVoipReply_WhenWritten_IsThePagesSample() =>
        Json("Notices/iot_voip_notify", new IotVoipReply()).ShouldBe("""{"errcode":0,"errmsg":"ok"}""");

    [Fact]
    public void UpdateWaybillStatusReply_WhenWritten_HasNamesInLowerCase() =>
        Json("Logistics/update_waybill_status", new UpdateWaybillStatusReply()).ShouldBe(
            """{"ToUserName":"fromUser","FromUserName":"toUser","CreateTime":"""
            + """1533042556,"MsgType":"event","Event":"update_waybill_status","resultcode":0,"resultmsg":"ok"}""");

    [Fact]
    public void OpenProductReceiveCouponReply_WhenWritten_HasTheFieldsOfThePagesSample() =>
        Xml("OpenProduct/receive_coupon", new OpenProductReceiveCouponReply { OutUserCouponId = "real_id" })
            .ShouldBe(
                "<xml><out_user_coupon_id><![CDATA[real_id]]></out_user_coupon_id>"
                + "<request_id><![CDATA[real_request_id]]></request_id><ret_code>0</ret_code>"
                + "<ret_msg><![CDATA[ok]]></ret_msg><out_coupon_id><![CDATA[real_out_coupon_id]]></out_coupon_id></xml>");

    private static string JsonEvent(string fields) => JsonEnvelope + fields[1..];

    private static string Xml(string push, ReplyContent reply) =>
        Text(reply.Write(Pushes.Recorded(push + ".xml"), Now));

    private static string Json(string push, ReplyContent reply) =>
        Text(reply.Write(Pushes.Recorded(push + ".json"), Now));

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);
}
