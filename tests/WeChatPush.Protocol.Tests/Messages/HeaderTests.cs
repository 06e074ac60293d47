using System.Text;

namespace WeChatPush.Protocol.Tests.Messages;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("<xml><CreateTime>12344555555</CreateTime></xml>", 12344555555)]
    [InlineData("<xml><CreateTime><![CDATA[5]]></CreateTime></xml>", 5)]
    [InlineData("<xml><CreateTime>\n 5\n</CreateTime></xml>", 5)]
    [InlineData("<xml><CreateTime>soon</CreateTime></xml>", 0)]
    [InlineData("<xml><CreateTime/></xml>", 0)]
    [InlineData("""{"CreateTime":12344555555}""", 12344555555)]
    [InlineData("""{"CreateTime":"1620973045"}""", 1620973045)]
    [InlineData("""{"CreateTime":1e3}""", 0)]
    [InlineData("""{"CreateTime":99999999999999999999}""", 0)]
    [InlineData("""{"CreateTime":null}""", 0)]
    public void ReadHeader_WhenCreateTimeComesInAnyShape_GivesSeconds(string body, long seconds)
    {
        Pushes.Header(body).CreateTime.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("<xml><MsgId>6074746557628292943</MsgId></xml>", "6074746557628292943")]
    [InlineData("""{"MsgId":6074746557628292943}""", "6074746557628292943")]
    [InlineData("""{"MsgId":"49d72d67b16d115e7935ac386f2f0fa41535298877_1555684067"}""",
        "49d72d67b16d115e7935ac386f2f0fa41535298877_1555684067")]
    [InlineData("""{"MsgId":""}""", null)]
    [InlineData("""{"MsgId":null}""", null)]
    [InlineData("""{"MsgId":{"a":1}}""", null)]
    [InlineData("""{"MsgID":"1"}""", null)]
    [InlineData("""{"List":{"MsgId":"1"}}""", null)]
    [InlineData("<xml><List><MsgId>1</MsgId></List></xml>", null)]
    [InlineData("<xml><MsgId><a>1</a></MsgId></xml>", null)]
    public void ReadHeader_WhenMsgIdComesInAnyShape_GivesText(string body, string? id)
    {
        Pushes.Header(body).MsgId.ShouldBe(id);
    }

    [Theory]
    [InlineData(
        "<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[o]]></FromUserName>" +
        "<MsgType>event</MsgType><Event>x</Event></xml>")]
    [InlineData(
        "<xml>\u200B<MsgType>&#101;vent</MsgType><!-- --><Event><![CDATA[]]>x</Event>" +
        "<FromUserName>\n<![CDATA[o]]> </FromUserName><ToUserName>g<![CDATA[h]]></ToUserName></xml>")]
    [InlineData("""{"ToUserName":"gh","FromUserName":"o","MsgType":"event","Event":"x"}""")]
    [InlineData(
        "\uFEFF \n{\"Event\":\"\\u0078\",\"\\u004dsgType\":\"event\",\"List\":[{\"MsgType\":1}]," +
        "\"ToUserName\":\"gh\",\"FromUserName\":\"o\",}")]
    public void ReadHeader_WhenWrittenInAnyWay_GivesTheFields(string body)
    {
        var header = Pushes.Header(body);

        (header.ToUserName, header.FromUserName, header.MsgType, header.Event).ShouldBe(("gh", "o", "event", "x"));
    }

    [Theory]
    [InlineData("<xml><action>CheckContainerPath</action></xml>")]
    [InlineData("""{ "action": "CheckContainerPath"}""")]
    public void ReadHeader_WhenProbed_GivesTheAction(string body)
    {
        Pushes.Header(body).ShouldSatisfyAllConditions(
            header => header.Action.ShouldBe("CheckContainerPath"),
            header => header.MsgType.ShouldBe(""));
    }

    [Fact]
    public void ReadHeader_WhenHalfASurrogatePairIsEscaped_ReplacesIt()
    {
        Pushes.Header("""{"FromUserName":"a\ud83d","MsgType":"event","Event":"\ude00\ud83d\ude00"}""").ShouldSatisfyAllConditions(
            header => header.FromUserName.ShouldBe("a\uFFFD"),
            header => header.Event.ShouldBe("\uFFFD😀"));
    }

    [Fact]
    public void ReadHeader_WhenNothingWasRead_LeavesAnEmptyMsgType()
    {
        PushReader.ReadHeader(default, out var header).ShouldBe(ReadOutcome.Empty);

        header.MsgType.ShouldBe("");
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("json")]
    public void ReadHeader_WhenCalled_AllocatesOnlyTheStringsItReturns(string format)
    {
        var body = TestSupport.RecordedPayloads.Read($"Messages/text-with-emoji.{format}");
        PushReader.ReadHeader(body, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        PushReader.ReadHeader(body, out var header);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        string[] returned = [header.FromUserName!, header.ToUserName!, header.MsgId!];
        allocated.ShouldBeLessThanOrEqualTo(returned.Sum(text => 32 + (2 * Encoding.UTF8.GetByteCount(text))));
        string.IsInterned(header.MsgType).ShouldBeSameAs(header.MsgType);
    }
}
