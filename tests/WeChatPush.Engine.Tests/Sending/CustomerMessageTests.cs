using System.Text;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class CustomerMessageTests
{
    [Fact]
    public void Builders_WriteWhatReadAccepts()
    {
        CustomerMessage[] messages =
        [
            CustomerMessage.Text("oUser", "你好"),
            CustomerMessage.Image("oUser", "media"),
            CustomerMessage.Link("oUser", "title", "", "https://example.com", ""),
            CustomerMessage.MiniProgramPage("oUser", "title", "pages/index?a=1", "media"),
        ];

        foreach (var message in messages)
        {
            var read = CustomerMessage.Read(message.Body);
            read.ToUser.ShouldBe("oUser");
            read.MsgType.ShouldBe(message.MsgType);
            Encoding.UTF8.GetString(read.Body.Span).ShouldBe(Encoding.UTF8.GetString(message.Body.Span));
        }
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("nonsense", "body")]
    [InlineData("[]", "body")]
    [InlineData("{}", "msgtype,touser")]
    [InlineData("""{"touser":7,"msgtype":"text","text":{"content":"a"}}""", "touser")]
    [InlineData("""{"touser":" ","msgtype":"text","text":{"content":"a"}}""", "touser")]
    [InlineData("""{"touser":"o","touser":"p","msgtype":"text","text":{"content":"a"}}""", "touser")]
    [InlineData("""{"touser":"o","msgtype":"voice","voice":{"media_id":"m"}}""", "msgtype")]
    [InlineData("""{"touser":"o","msgtype":"text"}""", "text")]
    [InlineData("""{"touser":"o","msgtype":"text","text":"a"}""", "text")]
    [InlineData("""{"touser":"o","msgtype":"text","text":{}}""", "text.content")]
    [InlineData("""{"touser":"o","msgtype":"text","text":{"content":""}}""", "text.content")]
    [InlineData("""{"touser":"o","msgtype":"image","image":{"media_id":null}}""", "image.media_id")]
    [InlineData("""{"touser":"o","msgtype":"link","link":{}}""", "link.description,link.thumb_url,link.title,link.url")]
    [InlineData(
        """{"touser":"o","msgtype":"miniprogrampage","miniprogrampage":{"appid":"wx1"}}""",
        "miniprogrampage.pagepath,miniprogrampage.thumb_media_id,miniprogrampage.title")]
    [InlineData("""{"touser":"o","msgtype":"text","text":{"content":"\ud83d"}}""", "body")]
    public void Read_OfAWrongBody_NamesTheFields(string body, string fields)
    {
        var error = Should.Throw<InvalidCustomerMessageException>(
            () => CustomerMessage.Read(Encoding.UTF8.GetBytes(body)));

        string.Join(",", error.Errors.Keys).ShouldBe(fields);
    }

    [Fact]
    public void Read_OfBytesThatAreNotUtf8_IsAnError()
    {
        byte[] body = [.. """{"touser":"o","msgtype":"text","text":{"content":" """u8, 0xFF, .. "\"}}"u8];

        Should.Throw<InvalidCustomerMessageException>(() => CustomerMessage.Read(body)).Errors.Keys.ShouldBe(["body"]);
    }
}
