using System.Text;
using WeChatPush.TestSupport;

namespace WeChatPush.Protocol.Tests.Messages;

public sealed class BadBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    public void Read_WhenBlank_IsEmpty(string body)
    {
        Pushes.Outcome(body).ShouldBe(ReadOutcome.Empty);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"MsgType\":\"text\"}]")]
    [InlineData("\"success\"")]
    [InlineData("null")]
    [InlineData("success")]
    [InlineData("\0")]
    public void Read_WhenNeitherElementNorObject_IsNotXmlOrJson(string body)
    {
        Pushes.Outcome(body).ShouldBe(ReadOutcome.NotXmlOrJson);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" { } ")]
    [InlineData("<xml/>")]
    [InlineData("<xml></xml>")]
    [InlineData("<xml> <!-- nothing --> text </xml>")]
    public void Read_WhenThereIsNoField_IsNoContent(string body)
    {
        Pushes.Outcome(body).ShouldBe(ReadOutcome.NoContent);
    }

    [Theory]
    [InlineData("<xml><a>1</a></xml>x")]
    [InlineData("<xml><a>1</a></xml><xml/>")]
    [InlineData("<!DOCTYPE xml><xml><a>1</a></xml>")]
    [InlineData("<!DOCTYPE xml [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><xml><a>&a;</a></xml>")]
    [InlineData("<xml><a>&unknown;</a></xml>")]
    [InlineData("<xml><a>1</b></xml>")]
    [InlineData("{\"a\":1}x")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,,}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":1/* comment */}")]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":\"x\\\"}")]
    [InlineData("{\"a\":\b1}")]
    [InlineData("{\"a\":\\n1}")]
    public void Read_WhenItBreaksTheRules_IsMalformed(string body)
    {
        Pushes.Outcome(body).ShouldBe(ReadOutcome.Malformed);
    }

    [Theory]
    [InlineData(64, ReadOutcome.Ok)]
    [InlineData(65, ReadOutcome.TooDeep)]
    [InlineData(66, ReadOutcome.TooDeep)]
    [InlineData(200_000, ReadOutcome.TooDeep)]
    public void Read_WhenNested_GoesAsDeepAsTheLimit(int depth, ReadOutcome outcome)
    {
        var xml = Repeat("<a>", depth) + Repeat("</a>", depth);
        var json = Repeat("{\"a\":", depth) + "1" + Repeat("}", depth);
        var list = "{\"a\":" + Repeat("[", depth - 1) + Repeat("]", depth - 1) + "}";

        Pushes.Outcome(xml).ShouldBe(outcome);
        Pushes.Outcome(json).ShouldBe(outcome);
        Pushes.Outcome(list).ShouldBe(outcome);
    }

    [Fact]
    public void Read_WhenEveryLevelIsAList_StillGivesTheDocument()
    {
        const int lists = 62;
        var xml = $"<xml>{Repeat("<a/><a>", lists)}<b>1</b>{Repeat("</a>", lists)}</xml>";

        Pushes.Read(xml)[string.Concat(Enumerable.Repeat("a.1.", lists)) + "b"].ShouldBe("1");
    }

    [Theory]
    [InlineData("Messages/text-with-emoji.xml")]
    [InlineData("Messages/text-with-emoji.json")]
    [InlineData("Subscriptions/popup-of-two.xml")]
    [InlineData("Subscriptions/popup-array-of-one.json")]
    public void Read_WhenCutOffAnywhere_IsNeverOk(string file)
    {
        var body = RecordedPayloads.Read(file).AsSpan().TrimEnd("\n "u8).ToArray();
        for (var length = 0; length < body.Length; length++)
            Pushes.Outcome(body[..length]).ShouldNotBe(ReadOutcome.Ok, $"{length} bytes");
    }

    [Theory]
    [InlineData("<xml><a>*</a></xml>")]
    [InlineData("<xml><a><![CDATA[*]]></a></xml>")]
    [InlineData("<xml><!--*--><a/></xml>")]
    [InlineData("{\"a\":\"*\"}")]
    [InlineData("{\"*\":1}")]
    public void Read_WhenNotUtf8_IsMalformed(string body)
    {
        byte[][] wrong = [[0xFF], [0xC0, 0xAF], [0xE4, 0xBD], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]];
        foreach (var bytes in wrong)
        {
            byte[] all = [.. Encoding.UTF8.GetBytes(body).SelectMany(each => each == '*' ? bytes : [each])];

            Pushes.Outcome(all).ShouldBe(ReadOutcome.Malformed);
        }
    }

    [Fact]
    public void Read_WhenItFails_GivesAnEmptyMessage()
    {
        PushReader.Read("<xml>"u8.ToArray(), out var message);

        message.MsgType.ShouldBe("");
        message["a"].ShouldBeNull();
    }

    private static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));
}
