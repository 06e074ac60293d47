namespace WeChatPush.Protocol.Tests.Messages;

public sealed class UnifiedFormTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("-5", "-5")]
    [InlineData("113.25", "113.25")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("9007199254740992", "\"9007199254740992\"")]
    [InlineData("3302922000692805632", "\"3302922000692805632\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("+1", "\"+1\"")]
    [InlineData("-", "\"-\"")]
    [InlineData("-0", "\"-0\"")]
    [InlineData("1.10", "\"1.10\"")]
    [InlineData("1.", "\"1.\"")]
    [InlineData(".5", "\".5\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("١", "\"١\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("", "\"\"")]
    [InlineData("<![CDATA[1]]>", "\"1\"")]
    [InlineData("<![CDATA[]]>", "\"\"")]
    [InlineData("\n  <![CDATA[ x ]]>\n", "\" x \"")]
    [InlineData("<![CDATA[a]]]]><![CDATA[>b]]>", "\"a]]>b\"")]
    [InlineData("a &lt;b&gt; &#x1F600;&#20320;&amp;amp;", "\"a <b> 😀你&amp;\"")]
    [InlineData("a<!-- not me -->b", "\"ab\"")]
    [InlineData("\b", "\"\\b\"")]
    [InlineData("&#xD83D;", "\"\uFFFD\"")]
    public void Read_WhenXmlValue_HasTheTypeOfJson(string value, string expected)
    {
        Pushes.Unified($"<a>{value}</a>").ShouldBe($"{{\"a\":{expected}}}");
    }

    [Theory]
    [InlineData("<a/>", """{"a":""}""")]
    [InlineData("<a>1</a><b>2</b><a>3</a>", """{"a":[1,3],"b":2}""")]
    [InlineData("<a><b>1</b></a>", """{"a":{"b":1}}""")]
    [InlineData("<a><b>1</b></a><a/>", """{"a":[{"b":1},""]}""")]
    [InlineData("<a>x<b>1</b>y</a>", """{"a":{"b":1,"#text":"xy"}}""")]
    [InlineData("<a id='7'>1</a>", """{"a":1}""")]
    [InlineData("x<a>1</a>", """{"a":1,"#text":"x"}""")]
    [InlineData("<MsgId>5</MsgId><l><MsgID>6</MsgID></l>", """{"MsgId":"5","l":{"MsgID":"6"}}""")]
    public void Read_WhenXmlElements_BecomeFields(string fields, string expected)
    {
        Pushes.Unified(fields).ShouldBe(expected);
    }

    [Theory]
    [InlineData("wxa_media_check", "<detail><label>100</label></detail>", """ "detail":[{"label":100}] """)]
    [InlineData("WXA_MEDIA_CHECK", "<detail/>", """ "detail":[] """)]
    [InlineData("add_express_path", "<Actions><a>1</a></Actions>", """ "Actions":[{"a":1}] """)]
    [InlineData("other", "<detail><label>100</label></detail>", """ "detail":{"label":100} """)]
    public void Read_WhenTheEventSaysItIsAList_OneIsAList(string name, string field, string expected)
    {
        Pushes.Unified($"<MsgType>event</MsgType><Event>{name}</Event>{field}")
            .ShouldBe($"{{\"MsgType\":\"event\",\"Event\":\"{name}\",{expected.Trim()}}}");
    }

    [Theory]
    [InlineData("<List><a>1</a></List>", """ "List":{"a":1} """)]
    [InlineData("<List><a>1</a></List><List><a>2</a></List>", """ "List":[{"a":1},{"a":2}] """)]
    public void Read_WhenSubscriptionEvent_LiftsTheListOutOfItsWrapper(string list, string expected)
    {
        const string name = "subscribe_msg_popup_event";

        Pushes.Unified($"<MsgType>event</MsgType><Event>{name}</Event><SubscribeMsgPopupEvent>{list}</SubscribeMsgPopupEvent>")
            .ShouldBe($"{{\"MsgType\":\"event\",\"Event\":\"{name}\",{expected.Trim()}}}");
    }

    [Theory]
    [InlineData("<SubscribeMsgPopupEvent><Event>x</Event></SubscribeMsgPopupEvent>")]
    [InlineData(
        "<SubscribeMsgPopupEvent><a/></SubscribeMsgPopupEvent><SubscribeMsgPopupEvent><a/></SubscribeMsgPopupEvent>")]
    [InlineData("<SubscribeMsgPopupEvent>x</SubscribeMsgPopupEvent>")]
    public void Read_WhenTheWrapperWouldDoubleAField_LeavesItInPlace(string wrapper)
    {
        var message = Pushes.Read($"<xml><MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event>{wrapper}</xml>");

        message.Json.TryGetProperty("SubscribeMsgPopupEvent", out _).ShouldBeTrue();
        message["Event"].ShouldBe("subscribe_msg_popup_event");
    }

    [Theory]
    [InlineData("""{"MsgId":6074746557628292943}""", """{"MsgId":"6074746557628292943"}""")]
    [InlineData("""{"a":{"MsgId":5},"MsgID":6}""", """{"a":{"MsgId":"5"},"MsgID":"6"}""")]
    [InlineData("""{"a":1.50,"b":1e9,"c":12345678901234567890}""", """{"a":1.50,"b":1e9,"c":12345678901234567890}""")]
    [InlineData("""{ "a" : [ true , false , null , ] , }""", """{"a":[true,false,null]}""")]
    [InlineData("""{"a":"\u4f60\ud83d\ude00\/<&+'","b":""}""", """{"a":"你😀/<&+'","b":""}""")]
    [InlineData("""{"a":"x\ud83dy\ude00","\udc00":1}""", "{\"a\":\"x\uFFFDy\uFFFD\",\"\uFFFD\":1}")]
    [InlineData("""{"a":"\b\f\n\r\t\\\"\u0001"}""", """{"a":"\b\f\n\r\t\\\"\u0001"}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":"\u0041"},"c":[]}""", """{"a":{"b":"A"},"c":[]}""")]
    public void Read_WhenJson_StaysAsItIs(string body, string expected)
    {
        Pushes.Read(body).Json.GetRawText().ShouldBe(expected);
    }
}
