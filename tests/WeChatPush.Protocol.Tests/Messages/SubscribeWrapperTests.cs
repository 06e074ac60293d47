using WeChatPush.Protocol.Subscriptions;

namespace WeChatPush.Protocol.Tests.Messages;

/// <summary>Subscribe events with their list in every place and shape.</summary>
public sealed class SubscribeWrapperTests
{
    private const string A = """{"TemplateId":"A","SubscribeStatusString":"accept","PopupScene":2}""";
    private const string B = """{"TemplateId":"B","SubscribeStatusString":"reject","PopupScene":0}""";

    [Theory]
    [InlineData("""{"List":*A}""", """*A""", "A")]
    [InlineData("""{"List":[*A]}""", """[*A]""", "A")]
    [InlineData("""{"List":[*A,*B]}""", """[*A,*B]""", "AB")]
    [InlineData("""[{"List":*A}]""", """*A""", "A")]
    [InlineData("""[{"List":*A},{"List":*B}]""", """[*A,*B]""", "AB")]
    [InlineData("""[{"List":[*A]},{"List":[*B]}]""", """[*A,*B]""", "AB")]
    [InlineData("""[*A,*B]""", """[*A,*B]""", "AB")]
    [InlineData("""*A""", """*A""", "A")]
    public void Json_WithAWrapper_HasItsListOnTop(string wrapper, string list, string templates)
    {
        var message = Pushes.Read(Event($"\"SubscribeMsgPopupEvent\":{Filled(wrapper)}"));

        message.Json.GetProperty("List").GetRawText().ShouldBe(Filled(list));
        message.Json.TryGetProperty("SubscribeMsgPopupEvent", out _).ShouldBeFalse();
        string.Concat(SubscribeMsgPopupEvent.Read(message).List.Select(item => item.TemplateId)).ShouldBe(templates);
    }

    [Fact]
    public void Xml_WithTwoWrappers_HasTheListOfBoth()
    {
        var message = Pushes.Read(
            "<xml><MsgType>event</MsgType><Event>subscribe_msg_change_event</Event>"
            + "<SubscribeMsgChangeEvent><List><TemplateId>1</TemplateId></List><List><TemplateId>2</TemplateId></List></SubscribeMsgChangeEvent>"
            + "<SubscribeMsgChangeEvent><List><TemplateId>3</TemplateId></List></SubscribeMsgChangeEvent></xml>");

        SubscribeMsgChangeEvent.Read(message).List.Select(item => item.TemplateId).ShouldBe(["1", "2", "3"]);
    }

    [Theory]
    [InlineData("\"List\":*A,\"SubscribeMsgPopupEvent\":{\"List\":*B}")]
    [InlineData("\"SubscribeMsgPopupEvent\":\"x\"")]
    [InlineData("\"SubscribeMsgPopupEvent\":{\"a\":1}")]
    [InlineData("\"SubscribeMsgSentEvent\":{\"List\":*B}")]
    public void Json_WithAListOnTopOrNoList_StaysAsItIs(string fields)
    {
        var body = Event(Filled(fields));

        Pushes.Read(body).Json.GetRawText().ShouldBe(body);
    }

    [Fact]
    public void Identity_WithAndWithoutAWrapper_IsOne() =>
        Identity.Identities.From(Event(Filled("\"SubscribeMsgPopupEvent\":{\"List\":*A}")))
            .ShouldBe(Identity.Identities.From(Event(Filled("\"List\":[*A]"))));

    private static string Event(string fields) =>
        $$"""{"FromUserName":"o","CreateTime":5,"MsgType":"event","Event":"subscribe_msg_popup_event",{{fields}}}""";

    private static string Filled(string text) => text.Replace("*A", A).Replace("*B", B);
}
