using System.Text.Json;
using WeChatPush.Protocol.Delivery;
using WeChatPush.Protocol.Logistics;
using WeChatPush.Protocol.LogisticsProvider;
using WeChatPush.Protocol.Tests.Messages;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.Protocol.Tests.Replies;

/// <summary>Every answer, to every push that waits for one, in both formats.</summary>
public sealed class ReplyRoundTripTests(ITestOutputHelper output)
{
    private static readonly WaybillParty Party = new() { Name = "张三", Mobile = "18666666666", Street = "路" };

    private static readonly ReplyContent[] Replies =
    [
        new XpayReply(1, "later ]]> & <b>"),
        new IosRefundQueryReply(0, "同意退款", "未使用"),
        new NovelChapterPermissionReply(
            [new(0, 2, NovelChapterPermission.Free), new(3, 5, NovelChapterPermission.Locked)]),
        new IotVoipReply(4, "busy"),
        new OpenProductReceiveCouponReply { OutUserCouponId = "c1", RetCode = 1, RetMsg = "no" },
        new LogisticsResultReply { ResultCode = -1, ResultMsg = "失败" },
        new CheckBizReply { Quota = 3 },
        new GetQuotaReply { Quota = 9007199254740991 },
        new AddWaybillReply { WayBillId = "SF1", WaybillData = "##a##b##" },
        new CancelWaybillReply(),
        new AddSingleWaybillReply
        {
            WayBillId = "SF1",
            EstimatedDeliveryTime = "2024-04-26",
            JumpPath = "p?a=1&b=2",
            PickCode = "77",
        },
        new RemindWaybillReply { WayBillId = "SF1", EstimatedDeliveryTime = "2024-04-26" },
        new QuerySingleWaybillReply
        {
            WayBillId = "SF1",
            Sender = Party,
            Receiver = Party,
            GoodDetail = new WaybillGoods(1.25, 2),
            Insured = new WaybillInsured(1, 10000),
            Path = [new(1, 90001, "a") { PickupCourierName = "b" }, new(2, 300002, "c") { DeliveryCourierPhone = "1" }],
            Fee = 1200,
            OriginalFee = 1500,
            OnlinePay = 1,
            PayResult = 2,
        },
        new WaybillQueryExpectTimeRangeReply { ValidTimeRange = [new(9, 11), new(13, 15, 1, 1)], Asap = new(9, 11) },
        new WaybillNotifyQueryReply { WaybillCreateTime = 5, Path = [new(1, 2, "a"), new(3, 4, "b")] },
        new UpdateWaybillStatusReply { ResultCode = 1, ResultMsg = "no" },
        new DeliveryResultReply(),
        new TransportPrecreateOrderReply
        {
            Fee = 6.5m,
            DeliverFee = 8,
            CouponFee = 1.5m,
            Distance = 1200,
            DispatchDuration = 300,
            DeliveryToken = "t",
        },
        new TransportAddOrderReply
        {
            Fee = 6.5m,
            WaybillId = "98765",
            FinishCode = 12,
            PickupCode = 34,
            SenderLongitude = 113.32,
            SenderLatitude = 23.12,
        },
        new TransportCancelOrderReply { DeductFee = 2.5m, Description = "已取货" },
        new TransportQueryOrderStatusReply { OrderStatus = 301, ActionMsg = "配送中", WaybillId = "98765" },
        new TransportGetAgentPosReply { Longitude = 113.32, Latitude = 23.12, Distance = 120.5, ReachTime = 300 },
        new GetPreAuthCodeReply { PreAuthCode = "pre" },
        new GetAuthInfoReply { AppKey = "key", Account = "name", AccountType = 2 },
    ];

    public static TheoryData<string> Answered =>
    [
        .. RecordedPayloads.Pushes.Where(push =>
            PushCatalogue.Find(Pushes.Recorded(push + ".json").Kind)?.ReplyType is { } reply
            && reply != typeof(TransferToCustomerServiceReply)),
    ];

    [Theory]
    [MemberData(nameof(Answered))]
    public void Write_WhenRead_IsOneAnswerInBothFormats(string push)
    {
        var (xml, json) = (Answer(push + ".xml"), Answer(push + ".json"));

        CanonicalText.From(xml.Json).ShouldBe(CanonicalText.From(json.Json));
        output.WriteLine(json.Json.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public void Write_WhenItIsAnEvent_IsAddressedBack(string push)
    {
        var message = Pushes.Recorded(push + ".xml");
        var answer = Answer(push + ".xml");

        if (Reply(message) is not EventReply)
            answer["ToUserName"].ShouldBeNull();
        else
            answer.Header.ShouldBe(new PushHeader
            {
                Format = PushFormat.Xml,
                MsgType = "event",
                Event = message.Event,
                ToUserName = message.FromUserName,
                FromUserName = message.ToUserName,
                CreateTime = 1714112446,
            });
    }

    [Fact]
    public void Replies_WhenCompared_AreAnAnswerToEveryPushThatWaitsForOne()
    {
        var types = PushCatalogue.All.Select(push => push.ReplyType).OfType<Type>().Distinct();

        Replies.Select(reply => reply.GetType()).Append(typeof(TransferToCustomerServiceReply))
            .ShouldBe(types, ignoreOrder: true);

        var required = PushCatalogue.All.Count(push => push.ReplyNeed == ReplyNeed.Required);
        output.WriteLine($"{required} events that must be answered");
    }

    [Theory]
    [InlineData("""{"MsgType":"event","Event":"check_biz","ToUserName":"gh_1"}""")]
    [InlineData("""{"MsgType":"event","Event":"check_biz","FromUserName":"o_1"}""")]
    [InlineData("""{"MsgType":"text","FromUserName":"o_1","ToUserName":"gh_1"}""")]
    public void Write_WhenThePushIsNoEventOrHasNoNames_ThrowsArgumentException(string push)
    {
        Should.Throw<ArgumentException>(() => new CheckBizReply().Write(Pushes.Read(push), 1));
    }

    [Fact]
    public void Write_WhenFieldsAreNull_LeavesThemOut()
    {
        Answer("LogisticsProvider/add_single_waybill.json", new AddSingleWaybillReply()).Json.EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "ResultCode", "ResultMsg"]);
    }

    [Fact]
    public void Write_WhenListIsEmpty_IsAnEmptyArrayOrNoElement()
    {
        Answer("LogisticsProvider/waybill_notify_query.json", new WaybillNotifyQueryReply())
            .Json.GetProperty("Path").GetArrayLength().ShouldBe(0);
        Answer("LogisticsProvider/waybill_notify_query.xml", new WaybillNotifyQueryReply())
            .Json.TryGetProperty("Path", out _).ShouldBeFalse();
    }

    private static ReplyContent Reply(PushMessage message) =>
        Replies.Single(reply => reply.GetType() == PushCatalogue.Find(message.Kind)!.ReplyType);

    private static PushMessage Answer(string file) => Answer(file, Reply(Pushes.Recorded(file)));

    private static PushMessage Answer(string file, ReplyContent reply)
    {
        var message = Pushes.Recorded(file);
        PushReader.Read(reply.Write(message, 1714112446), out var answer).ShouldBe(ReadOutcome.Ok);
        answer.Format.ShouldBe(message.Format);
        answer.Json.ValueKind.ShouldBe(JsonValueKind.Object);
        return answer;
    }
}
