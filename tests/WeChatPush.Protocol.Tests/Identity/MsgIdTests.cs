namespace WeChatPush.Protocol.Tests.Identity;

/// <summary>What stands for a MsgId where there is none, and what is one.</summary>
public sealed class MsgIdTests
{
    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("\"\\n\"")]
    [InlineData("\"\u200B\"")]
    [InlineData("0")]
    [InlineData("\"0\"")]
    [InlineData("\"000\"")]
    [InlineData("-1")]
    [InlineData("\"-1\"")]
    [InlineData("-0")]
    [InlineData("0.0")]
    [InlineData("\"-\"")]
    [InlineData("null")]
    [InlineData("\"null\"")]
    [InlineData("\"NULL\"")]
    [InlineData("false")]
    [InlineData("true")]
    [InlineData("\"undefined\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"中\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Placeholder_IsNoId_SoTwoMessagesOfAUserAreTwo(string placeholder)
    {
        var first = Identities.From(Body(placeholder, "a"));

        first.IsMessage.ShouldBeTrue();
        Identities.From(Body(placeholder, "a")).ShouldBe(first);
        Identities.From(Body(placeholder, "b")).Key.ShouldNotBe(first.Key);
        Identities.From(Body(placeholder, "a").Replace("\"text\"", "\"other\"")).Key.ShouldNotBe(first.Key);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"7\"")]
    [InlineData("6074746557628292943")]
    [InlineData("\"49d72d67b16d115e7935ac386f2f0fa41535298877_1555684067\"")]
    [InlineData("\"-abc\"")]
    [InlineData("\"_7\"")]
    [InlineData("\"nullable\"")]
    public void Id_DecidesAlone(string id) =>
        Identities.From(Body(id, "a")).ShouldBe(Identities.From(Body(id, "b")));

    [Theory]
    [InlineData("<MsgId></MsgId>")]
    [InlineData("<MsgId/>")]
    [InlineData("<MsgId><![CDATA[]]></MsgId>")]
    [InlineData("<MsgId><![CDATA[ ]]></MsgId>")]
    [InlineData("<MsgId>-1</MsgId>")]
    [InlineData("<MsgId>null</MsgId>")]
    public void Placeholder_InXml_IsNoId(string id)
    {
        var body = $"<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a</Content>{id}</xml>";

        Identities.From(body).ShouldBe(Identities.From(body));
        Identities.From(body.Replace(">a<", ">b<")).Key.ShouldNotBe(Identities.From(body).Key);
    }

    private static string Body(string id, string text) =>
        $$"""{"FromUserName":"o","CreateTime":1,"MsgType":"text","Content":"{{text}}","MsgId":{{id}}}""";
}
