using System.Text.Json;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Tests.Admin;

public sealed class PayloadMaskTests
{
    [Theory]
    [InlineData(
        """{"ToUserName":"gh_1","FromUserName":"oA","CreateTime":1,"MsgType":"text","MsgId":"7","Content":"secret"}""",
        """{"ToUserName":"gh_1","FromUserName":"oA","CreateTime":1,"MsgType":"text","MsgId":"7","Content":"•••"}""")]
    [InlineData(
        """{"MsgType":"event","Event":"x","List":[{"TemplateId":"t","Status":"accept","Popup":2,"Ok":true,"Nil":null}]}""",
        """{"MsgType":"event","Event":"x","List":[{"TemplateId":"t","Status":"•••","Popup":"•••","Ok":true,"Nil":null}]}""")]
    [InlineData("""{"Location_X":23.134,"Url":"https://x","MediaId":"m"}""", """{"Location_X":"•••","Url":"•••","MediaId":"•••"}""")]
    [InlineData("""{"MsgId":{"text":"secret"},"Event":["secret"]}""", """{"MsgId":{"text":"•••"},"Event":["•••"]}""")]
    [InlineData("{}", "{}")]
    public void Apply_LeavesTheEnvelope_AndNothingAUserWrote(string message, string masked) =>
        PayloadMask.Apply(JsonElement.Parse(message)).GetRawText().ShouldBe(masked);
}
