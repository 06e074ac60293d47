using System.Runtime.InteropServices;
using System.Text;

namespace WeChatPush.Protocol.Tests;

public sealed class PushEnvelopeTests
{
    [Theory]
    [InlineData("""{"ToUserName":"gh_97417a04a28d","Encrypt":"ab+/=="}""", PushFormat.Json)]
    [InlineData("""{ "Encrypt" : "ab+/==", "ToUserName" : "gh_97417a04a28d" }""", PushFormat.Json)]
    [InlineData("""{"ToUserName":"gh_97417a04a28d","Encrypt":"ab+/==","AgentID":"218"}""", PushFormat.Json)]
    [InlineData(
        "<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[ab+/==]]></Encrypt></xml>",
        PushFormat.Xml)]
    [InlineData(
        "<xml>\n    <Encrypt>\n<![CDATA[ab+/==]]>\n</Encrypt>\n    <ToUserName>gh_97417a04a28d</ToUserName>\n</xml>\n",
        PushFormat.Xml)]
    [InlineData(
        "<?xml version=\"1.0\"?><xml><AgentID>1</AgentID><ToUserName>gh_97417a04a28d</ToUserName>" +
        "<Encrypt>ab+/==</Encrypt></xml>",
        PushFormat.Xml)]
    public void Read_WhenSecure_ThenEncryptIsAPartOfTheBody(string text, PushFormat format)
    {
        var body = Encoding.UTF8.GetBytes(text);

        PushEnvelope.Read(body, out var envelope).ShouldBe(ReadOutcome.Ok);

        envelope.Format.ShouldBe(format);
        envelope.ToUserName.ShouldBe("gh_97417a04a28d");
        envelope.HasClearFields.ShouldBeFalse();
        Encoding.UTF8.GetString(envelope.Encrypt.Span).ShouldBe("ab+/==");
        MemoryMarshal.TryGetArray(envelope.Encrypt, out var segment).ShouldBeTrue();
        segment.Array.ShouldBeSameAs(body);
    }

    [Theory]
    [InlineData("\uFEFF{\"Encrypt\":\"abcd\"}")]
    [InlineData(" \r\n\t{\"Encrypt\":\"abcd\"}\n")]
    [InlineData("\uFEFF\n<xml><Encrypt><![CDATA[abcd]]></Encrypt></xml>")]
    [InlineData("\n<xml><Encrypt>abcd</Encrypt></xml>")]
    public void Read_WhenSomethingBlankIsInFront_ThenSkipped(string text)
    {
        var envelope = Read(text);

        Encoding.UTF8.GetString(envelope.Encrypt.Span).ShouldBe("abcd");
        envelope.ToUserName.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"ToUserName":"","Encrypt":"abcd"}""")]
    [InlineData("<xml><ToUserName></ToUserName><Encrypt>abcd</Encrypt></xml>")]
    [InlineData("<xml><ToUserName><![CDATA[]]></ToUserName><Encrypt>abcd</Encrypt></xml>")]
    public void Read_WhenTheUserNameIsEmpty_ThenThereIsNone(string text) => Read(text).ToUserName.ShouldBeNull();

    [Theory]
    [InlineData("""{"ToUserName":"gh_1","Encrypt":"abcd","ToUserName":"gh_2"}""")]
    [InlineData("<xml><ToUserName>gh_1</ToUserName><Encrypt>abcd</Encrypt><ToUserName>gh_2</ToUserName></xml>")]
    public void Read_WhenTheUserNameComesTwice_ThenTheFirstCounts(string text) => Read(text).ToUserName.ShouldBe("gh_1");

    [Theory]
    [InlineData("""{"Encrypt":"a\/b\/c+="}""")]
    [InlineData("""{"Encrypt":"a\u002fb\u002Fc\u002b="}""")]
    [InlineData("""{"\u0045ncrypt":"a/b/c+="}""")]
    [InlineData("<xml><Encrypt>a&#47;b&#x2F;c+=</Encrypt></xml>")]
    [InlineData("<xml><Encrypt>a/b/<![CDATA[c+=]]></Encrypt></xml>")]
    [InlineData("<xml><Content><![CDATA[x]]><Encrypt>no</Encrypt></Content></Encrypt>]]></Content><Encrypt>a/b/c+=</Encrypt></xml>")]
    [InlineData("<xml><Encrypt><![CDATA[a/b/c+=]]></Encrypt><Content><![CDATA[x]]></Encrypt>]]></Content></xml>")]
    [InlineData("{\"Content\":\"one\ntwo\\q\",\"Encrypt\":\"a/b/c+=\"}")]
    public void Read_WhenEncryptIsEscaped_ThenUnescaped(string text) =>
        Encoding.UTF8.GetString(Read(text).Encrypt.Span).ShouldBe("a/b/c+=");

    [Theory]
    [InlineData("""{"ToUserName":"gh_x","FromUserName":"oX","MsgType":"event","Encrypt":"abcd","BookId":"A1"}""")]
    [InlineData("""{"Encrypt":"abcd","List":[{"Encrypt":"inner"}]}""")]
    [InlineData("<xml><FromUserName>oX</FromUserName><Encrypt>abcd</Encrypt></xml>")]
    [InlineData("<xml><Event><Encrypt>inner</Encrypt></Event><Encrypt>abcd</Encrypt><A/></xml>")]
    public void Read_WhenCompatible_ThenClearFieldsAreNoticed(string text)
    {
        var envelope = Read(text);

        envelope.HasClearFields.ShouldBeTrue();
        Encoding.UTF8.GetString(envelope.Encrypt.Span).ShouldBe("abcd");
    }

    [Theory]
    [InlineData("""{"ToUserName":"gh_x","MsgType":"text","Content":"Encrypt"}""")]
    [InlineData("""{"MsgType":"text","Content":{"Encrypt":"inner"}}""")]
    [InlineData("""{"MsgType":"text","Encrypt":""}""")]
    [InlineData("""{"MsgType":"text","Encrypt":null}""")]
    [InlineData("""{"MsgType":"text","Encrypt":["abcd"]}""")]
    [InlineData("""{"MsgType":"text","encrypt":"abcd"}""")]
    [InlineData("<xml><MsgType>text</MsgType><Content><![CDATA[<Encrypt>abcd</Encrypt>]]></Content></xml>")]
    [InlineData("<xml><MsgType>text</MsgType><Encrypt/></xml>")]
    [InlineData("<xml><MsgType>text</MsgType><Encrypt><b>abcd</b></Encrypt></xml>")]
    public void Read_WhenPlaintext_ThenNoEncrypt(string text)
    {
        var envelope = Read(text);

        envelope.Encrypt.IsEmpty.ShouldBeTrue();
        envelope.HasClearFields.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", ReadOutcome.Empty)]
    [InlineData(" \n", ReadOutcome.Empty)]
    [InlineData("\uFEFF", ReadOutcome.Empty)]
    [InlineData("success", ReadOutcome.NotXmlOrJson)]
    [InlineData("[]", ReadOutcome.NotXmlOrJson)]
    [InlineData("\"Encrypt\"", ReadOutcome.NotXmlOrJson)]
    [InlineData("{}", ReadOutcome.NoContent)]
    [InlineData("<xml/>", ReadOutcome.NoContent)]
    [InlineData("<xml></xml>", ReadOutcome.NoContent)]
    [InlineData("{\"Encrypt\":\"abcd\"", ReadOutcome.Malformed)]
    [InlineData("{\"Encrypt\":\"abcd\"}x", ReadOutcome.Malformed)]
    [InlineData("{\"Encrypt\":\"abcd\"}{}", ReadOutcome.Malformed)]
    [InlineData("{\"Encrypt\":\"a\",\"Encrypt\":\"b\"}", ReadOutcome.Malformed)]
    [InlineData("<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>", ReadOutcome.Malformed)]
    [InlineData("<xml><Encrypt>abcd</Encrypt>", ReadOutcome.Malformed)]
    [InlineData("<xml><Encrypt>abcd</Encrypt></xml>x", ReadOutcome.Malformed)]
    [InlineData("<!DOCTYPE xml [<!ENTITY e \"x\">]><xml><Encrypt>&e;</Encrypt></xml>", ReadOutcome.Malformed)]
    public void Read_WhenNotAnEnvelope_ThenSaysWhy(string text, ReadOutcome expected)
    {
        PushEnvelope.Read(Encoding.UTF8.GetBytes(text), out var envelope).ShouldBe(expected);

        envelope.Encrypt.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Read_WhenNotUtf8_ThenMalformed()
    {
        byte[] body = [.. "{\"Encrypt\":\"ab"u8, 0xC3, 0x28, .. "\"}"u8];

        PushEnvelope.Read(body, out _).ShouldBe(ReadOutcome.Malformed);
    }

    [Theory]
    [InlineData("[", "]", 64)]
    [InlineData("{\"a\":", "}", 64)]
    public void Read_WhenJsonIsDeeperThan64_ThenTooDeep(string open, string close, int levels)
    {
        var deepest = Nested("{\"a\":", open, close, "}", levels - 1);
        var deeper = Nested("{\"a\":", open, close, "}", levels);

        PushEnvelope.Read(deepest, out _).ShouldBe(ReadOutcome.Ok);
        PushEnvelope.Read(deeper, out _).ShouldBe(ReadOutcome.TooDeep);
    }

    [Fact]
    public void Read_WhenXmlIsDeeperThan64_ThenTooDeep()
    {
        PushEnvelope.Read(Nested("<xml>", "<a>", "</a>", "</xml>", 63), out _).ShouldBe(ReadOutcome.Ok);
        PushEnvelope.Read(Nested("<xml>", "<a>", "</a>", "</xml>", 64), out _).ShouldBe(ReadOutcome.TooDeep);
    }

    [Fact]
    public void Read_WhenSecure_ThenOnlyTheUserNameIsAllocated()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"ToUserName":"gh_97417a04a28d","Encrypt":"{{Vector.OfficialRequest.Encrypt}}"}""");
        PushEnvelope.Read(body, out _).ShouldBe(ReadOutcome.Ok);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            PushEnvelope.Read(body, out _);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThanOrEqualTo(64);
    }

    private static PushEnvelope Read(string text)
    {
        PushEnvelope.Read(Encoding.UTF8.GetBytes(text), out var envelope).ShouldBe(ReadOutcome.Ok);
        return envelope;
    }

    private static byte[] Nested(string first, string open, string close, string last, int levels)
    {
        var core = open.StartsWith('{') ? "1" : "";
        var before = string.Concat(Enumerable.Repeat(open, levels));
        var after = string.Concat(Enumerable.Repeat(close, levels));
        return Encoding.UTF8.GetBytes(first + before + core + after + last);
    }
}
