using WeChatPush.Protocol.Messages;
using WeChatPush.Protocol.Platform;
using WeChatPush.Protocol.Tests.Messages;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.Protocol.Tests.Catalogue;

public sealed class PushCatalogueTests(ITestOutputHelper output)
{
    private static readonly Type[] Exported = typeof(PushCatalogue).Assembly.GetExportedTypes();

    [Fact]
    public void All_WhenCompared_IsEveryRecordThereIs()
    {
        var records = Exported.Where(type => type.IsAssignableTo(typeof(TypedPush)) && !type.IsAbstract);

        PushCatalogue.All.Select(push => push.Type).ShouldBe(records, ignoreOrder: true);
        PushCatalogue.All.Select(push => push.Kind).ShouldBeUnique();

        var families = PushCatalogue.All.Select(push => push.Family).Distinct().Count();
        output.WriteLine($"{PushCatalogue.All.Count} kinds in {families} families");
    }

    [Fact]
    public void All_WhenEvent_TheRecordIsNamedAfterIt()
    {
        foreach (var push in PushCatalogue.All.Where(push => push.Kind.Event is not null))
            push.Type.Name.ToLowerInvariant().ShouldBe(push.Name.Replace("_", ""));
    }

    [Fact]
    public void All_WhenRecorded_HasAPushInBothFormats()
    {
        var recorded = RecordedPayloads.Files.Where(file => !file.StartsWith("CloudHosting/")).Select(Pushes.Recorded)
            .ToLookup(message => message.Format, message => message.Kind);

        foreach (var format in Enum.GetValues<PushFormat>())
        {
            var kinds = recorded[format].Distinct().ToList();
            kinds.ShouldBe(PushCatalogue.All.Select(push => push.Kind), ignoreOrder: true);
            output.WriteLine($"{format}: {recorded[format].Count()} pushes of {kinds.Count} kinds");
        }
    }

    [Fact]
    public void All_WhenEvent_AgreesWithItsIdentityOnTheSender()
    {
        foreach (var push in PushCatalogue.All.Where(push => push.Kind.Event is not null))
            EventFamilies.Find(push.Name).IsFromUser.ShouldBe(push.IsFromUser, push.Name);
    }

    [Fact]
    public void EventFamilies_WhenNamed_AreOfKnownEvents()
    {
        foreach (var name in EventFamilies.Names)
        {
            PushCatalogue.All
                .Any(push => name.EndsWith('*') ? push.Name.StartsWith(name[..^1]) : push.Name == name)
                .ShouldBeTrue(name);
        }
    }

    [Fact]
    public void ReplyType_WhenCompared_IsEveryReplyThereIs()
    {
        var replies = Exported.Where(type => type.IsAssignableTo(typeof(ReplyContent)) && !type.IsAbstract);

        PushCatalogue.All.Select(push => push.ReplyType).OfType<Type>().Distinct().ShouldBe(replies, ignoreOrder: true);
        PushCatalogue.All.ShouldAllBe(push => push.ReplyNeed == ReplyNeed.None == (push.ReplyType == null));
    }

    [Theory]
    [InlineData("wxa_media_check", ReplyNeed.None, 5)]
    [InlineData("retail_pay_notify", ReplyNeed.None, 5)]
    [InlineData("add_express_path", ReplyNeed.None, 5)]
    [InlineData("xpay_goods_deliver_notify", ReplyNeed.Possible, 5)]
    [InlineData("xpay_subscribe_ios_refund_query_notify", ReplyNeed.Required, 3)]
    [InlineData("wxa_novel_chapter_permission", ReplyNeed.Required, 4)]
    [InlineData("update_waybill_status", ReplyNeed.Required, 5)]
    [InlineData("waybill_notify_query", ReplyNeed.Required, 5)]
    [InlineData("transport_get_agent_pos", ReplyNeed.Required, 5)]
    [InlineData("open_product_receive_coupon", ReplyNeed.Required, 5)]
    [InlineData("iot_voip_notify", ReplyNeed.Required, 5)]
    public void Find_WhenEvent_KnowsItsAnswerAndItsDeadline(string name, ReplyNeed need, int seconds)
    {
        var push = PushCatalogue.Find(PushKind.OfEvent(name)).ShouldNotBeNull();

        (push.ReplyNeed, push.DeadlineSeconds).ShouldBe((need, seconds));
    }

    [Fact]
    public void All_WhenOfADeliveryCompany_MustBeAnswered()
    {
        PushCatalogue.All.Where(push => push.Family is PushFamily.LogisticsProvider or PushFamily.Delivery)
            .ShouldAllBe(push => push.ReplyNeed == ReplyNeed.Required);
    }

    [Fact]
    public void All_WhenXpay_CanBeAnswered()
    {
        PushCatalogue.All.Where(push => push.Name.StartsWith("xpay_"))
            .ShouldAllBe(push => push.ReplyNeed != ReplyNeed.None);
    }

    [Fact]
    public void Find_WhenNameIsWrittenOtherwise_IsTheSame()
    {
        var complaint = PushCatalogue.Find(PushKind.OfEvent("complaint_callback")).ShouldNotBeNull();

        PushCatalogue.Find(PushKind.OfEvent("complaint callback")).ShouldBe(complaint);
        PushCatalogue.Find(new PushKind("EVENT", "Complaint_Callback")).ShouldBe(complaint);
        PushCatalogue.Find(PushKind.OfEvent("new_one")).ShouldBeNull();
    }

    [Fact]
    public void Read_WhenKnown_IsTheRecord()
    {
        PushCatalogue.Read(Pushes.Recorded("Messages/text.xml")).ShouldBeOfType<TextMessage>()
            .Content.ShouldBe("this is a test");
        PushCatalogue.Read(Pushes.Recorded("Notices/complaint_callback.json")).ShouldBeOfType<ComplaintCallback>();
        PushCatalogue.Read(Pushes.Read("""{"MsgType":"event","Event":"new_one"}""")).ShouldBeNull();
    }

    [Fact]
    public void PushesMd_WhenCompared_IsTheCatalogue()
    {
        var expected = PushTable.Markdown();
        var actual = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PUSHES.md"));

        if (actual != expected)
            output.WriteLine(expected);

        actual.ShouldBe(expected, "src/WeChatPush.Protocol/PUSHES.md is to be what this test has written.");
    }
}
