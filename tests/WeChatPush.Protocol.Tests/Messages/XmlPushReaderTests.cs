using System.Text;

namespace WeChatPush.Protocol.Tests.Messages;

public sealed class XmlPushReaderTests
{
    [Theory]
    [InlineData("<xml/>", "+xml -xml .")]
    [InlineData("<xml></xml>", "+xml -xml .")]
    [InlineData("\uFEFF \u200B<?xml version=\"1.0\"?>\n<!-- hello --><xml />\n\u200B", "+xml -xml .")]
    [InlineData("<xml><a>1</a><b><![CDATA[x]]></b></xml>", "+xml +a '1 -a +b [x -b -xml .")]
    [InlineData("<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>", "+xml +a [x]]]]><![CDATA[>y -a -xml .")]
    [InlineData("<xml><a b='>' c = \"/>\" >1</a ></xml>", "+xml +a '1 -a -xml .")]
    [InlineData("<xml><a/><a /></xml>", "+xml +a -a +a -a -xml .")]
    [InlineData("<xml><a>&lt;&#x4F60;&amp;</a></xml>", "+xml +a '&lt;&#x4F60;&amp; -a -xml .")]
    [InlineData("<xml><a>\b</a></xml>", "+xml +a '\b -a -xml .")]
    [InlineData("<xml><a>![CDATA[x]]</a></xml>", "+xml +a '![CDATA[x]] -a -xml .")]
    public void Read_WhenWellFormed_GivesEveryToken(string xml, string expected)
    {
        Tokens(xml).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("x<xml/>")]
    [InlineData("<xml>")]
    [InlineData("<xml")]
    [InlineData("<xml/")]
    [InlineData("<xml></xm>")]
    [InlineData("<xml></xml2>")]
    [InlineData("<xml2></xml>")]
    [InlineData("<xml><a></xml></a>")]
    [InlineData("<xml/><xml/>")]
    [InlineData("<xml/>x")]
    [InlineData("<xml/><![CDATA[x]]>")]
    [InlineData("</xml>")]
    [InlineData("< xml/>")]
    [InlineData("<1/>")]
    [InlineData("<xml a/>")]
    [InlineData("<xml a=b/>")]
    [InlineData("<xml a='b/>")]
    [InlineData("<xml><![CDATA[</xml>")]
    [InlineData("<xml><!-- </xml>")]
    [InlineData("<xml>&nbsp;</xml>")]
    [InlineData("<xml>&</xml>")]
    [InlineData("<xml>&;</xml>")]
    [InlineData("<xml>&#;</xml>")]
    [InlineData("<xml>&#x;</xml>")]
    [InlineData("<xml>&#0;</xml>")]
    [InlineData("<xml>&#+65;</xml>")]
    [InlineData("<xml>&#x110000;</xml>")]
    [InlineData("<xml>&#99999999999;</xml>")]
    [InlineData("<!DOCTYPE xml><xml/>")]
    [InlineData("<!DOCTYPE xml [<!ENTITY a 'b'>]><xml>&a;</xml>")]
    [InlineData("<xml><!DOCTYPE a></xml>")]
    [InlineData("<xml><!ENTITY a 'b'></xml>")]
    public void Read_WhenNotWellFormed_EndsMalformed(string xml)
    {
        Tokens(xml).ShouldEndWith("Malformed");
    }

    [Theory]
    [InlineData(64, ".")]
    [InlineData(65, "TooDeep")]
    [InlineData(100_000, "TooDeep")]
    public void Read_WhenNested_StopsAtTheLimit(int depth, string last)
    {
        var xml = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

        Tokens(xml).Split(' ')[^1].ShouldBe(last);
    }

    [Fact]
    public void Read_WhenCalled_AllocatesNothing()
    {
        var xml = "<xml><a><![CDATA[x]]></a><b>&lt;1</b><!-- c --></xml>"u8.ToArray();
        Walk(xml);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Walk(xml);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static int Walk(ReadOnlySpan<byte> xml)
    {
        var reader = new XmlPushReader(xml);
        var count = 0;
        while (reader.Read() < XmlToken.End)
            count++;

        return count;
    }

    private static string Tokens(string xml)
    {
        var reader = new XmlPushReader(Encoding.UTF8.GetBytes(xml));
        var tokens = new List<string>();
        while (reader.Read() < XmlToken.End)
        {
            tokens.Add(reader.Token switch
            {
                XmlToken.StartElement => "+" + Encoding.UTF8.GetString(reader.Name),
                XmlToken.EndElement => "-" + Encoding.UTF8.GetString(reader.Name),
                XmlToken.Text => "'" + Encoding.UTF8.GetString(reader.Value),
                _ => "[" + Encoding.UTF8.GetString(reader.Value),
            });
        }

        tokens.Add(reader.Token == XmlToken.End ? "." : reader.Token.ToString());
        return string.Join(' ', tokens);
    }
}
