namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>A field has one type in the unified form, whichever format it came in and however it was quoted.</summary>
public sealed class FieldTypeTests
{
    [Theory]
    [InlineData("<CreateTime>1620963428</CreateTime>", """{"CreateTime":1620963428}""", "1620963428")]
    [InlineData("<CreateTime><![CDATA[1620963428]]></CreateTime>", """{"CreateTime":"1620963428"}""", "1620963428")]
    [InlineData("<CreateTime> 5 </CreateTime>", """{"CreateTime":" 5 "}""", "5")]
    [InlineData("<CreateTime/>", """{"CreateTime":null}""", "0")]
    [InlineData("<CreateTime>soon</CreateTime>", """{"CreateTime":["soon"]}""", "0")]
    public void CreateTime_HoweverItComes_IsANumber(string xml, string json, string expected)
    {
        Pushes.Unified(xml).ShouldBe($"{{\"CreateTime\":{expected}}}");
        Pushes.Read(json).Json.GetRawText().ShouldBe($"{{\"CreateTime\":{expected}}}");
    }

    [Theory]
    [InlineData("<MsgId>5</MsgId>", """{"MsgId":5}""", "5")]
    [InlineData("<MsgId><![CDATA[5]]></MsgId>", """{"MsgId":"5"}""", "5")]
    [InlineData("<MsgId/>", """{"MsgId":null}""", "")]
    [InlineData("<MsgId><a>1</a></MsgId>", """{"MsgId":[]}""", "")]
    [InlineData("<MsgId>false</MsgId>", """{"MsgId":false}""", "false")]
    public void MsgId_HoweverItComes_IsAString(string xml, string json, string expected)
    {
        Pushes.Unified(xml).ShouldBe($"{{\"MsgId\":\"{expected}\"}}");
        Pushes.Read(json).Json.GetRawText().ShouldBe($"{{\"MsgId\":\"{expected}\"}}");
    }

    [Theory]
    [InlineData("TemplateId", "12345", "\"12345\"")]
    [InlineData("Title", "2026", "\"2026\"")]
    [InlineData("MsgID", "1864323726461255680", "\"1864323726461255680\"")]
    [InlineData("PopupScene", "2", "2")]
    [InlineData("ErrorCode", "0", "0")]
    [InlineData("Location_X", "23.10", "23.10")]
    [InlineData("Location_X", "-23.134521", "-23.134521")]
    public void Field_OfAKnownType_HasItInBothFormats(string name, string value, string expected)
    {
        expected = $"{{\"l\":{{\"{name}\":{expected}}}}}";
        Pushes.Unified($"<l><{name}>{value}</{name}></l>").ShouldBe(expected);
        Pushes.Unified($"<l><{name}><![CDATA[{value}]]></{name}></l>").ShouldBe(expected);
        Pushes.Read($"{{\"l\":{{\"{name}\":{value}}}}}").Json.GetRawText().ShouldBe(expected);
        Pushes.Read($"{{\"l\":{{\"{name}\":\"{value}\"}}}}").Json.GetRawText().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two")]
    [InlineData("007")]
    [InlineData("1e3")]
    [InlineData("1 ")]
    [InlineData("-0")]
    [InlineData("9007199254740992")]
    [InlineData("0.12345678901234567")]
    public void Number_ThatIsNone_StaysAString(string value)
    {
        Pushes.Read($"{{\"PopupScene\":\"{value}\"}}").Json.GetRawText().ShouldBe($"{{\"PopupScene\":\"{value}\"}}");
        Pushes.Unified($"<PopupScene><![CDATA[{value}]]></PopupScene>").ShouldBe($"{{\"PopupScene\":\"{value}\"}}");
    }

    [Theory]
    [InlineData("""{"PopupScene":["1",{"PopupScene":"2"}],"x":"3"}""", """{"PopupScene":[1,{"PopupScene":2}],"x":"3"}""")]
    [InlineData("""{"TemplateId":[1,true,null],"x":3}""", """{"TemplateId":["1",true,null],"x":3}""")]
    [InlineData("""{"TemplateId":{"x":3}}""", """{"TemplateId":{"x":3}}""")]
    public void List_OfAKnownType_HasItInEveryItem(string body, string expected) =>
        Pushes.Read(body).Json.GetRawText().ShouldBe(expected);
}
