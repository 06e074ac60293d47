using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Tests.Pushing;

public sealed class PushBuilderTests
{
    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public void Text_IsReadBackToTheLetter(PushFormat format)
    {
        const string Content = "你好 😀 <b> & \" ]]> \b 完";

        var message = Read(Builder(format).Text(Content));

        message.Format.ShouldBe(format);
        message.MsgType.ShouldBe("text");
        message.FromUserName.ShouldBe("oUser");
        message["Content"].ShouldBe(Content);
        long.Parse(message.MsgId!).ShouldBeGreaterThan(1L << 53);
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public void Kinds_CarryTheirFields(PushFormat format)
    {
        var builder = Builder(format);

        Read(builder.Image("http://pic", "media"))["MediaId"].ShouldBe("media");
        Read(builder.MiniProgramPage("标题", "pages/index"))["PagePath"].ShouldBe("pages/index");
        Read(builder.EnterSession("card"))["SessionFrom"].ShouldBe("card");
        Read(builder.Event("xpay_goods_deliver_notify", ("OutTradeNo", "o1")))["OutTradeNo"].ShouldBe("o1");
        Read(builder.OfType("hologram")).MsgType.ShouldBe("hologram");
    }

    [Fact]
    public void SubscribePopup_OfOneTemplate_IsAnObjectInJson()
    {
        Text(Builder(PushFormat.Json).SubscribePopup(("tpl", "accept"))).ShouldContain("\"List\":{");
        Text(Builder(PushFormat.Json).SubscribePopup(("a", "accept"), ("b", "reject"))).ShouldContain("\"List\":[{");
        Text(Builder(PushFormat.Xml).SubscribePopup(("a", "accept"), ("b", "reject")))
            .Split("<List>").Length.ShouldBe(3);
    }

    [Fact]
    public void Raw_TakesTheFormatFromTheBody()
    {
        Builder(PushFormat.Xml).Raw("\uFEFF {\"a\":\"<\"}"u8.ToArray()).Format.ShouldBe(PushFormat.Json);
        Builder(PushFormat.Json).Raw("<xml>{</xml>"u8.ToArray()).Format.ShouldBe(PushFormat.Xml);
    }

    private static PushBuilder Builder(PushFormat format) =>
        new(TestApps.At(new Uri("http://localhost/"), format: format), "oUser");

    private static PushMessage Read(PushPayload payload)
    {
        PushReader.Read(payload.Body, out var message).ShouldBe(ReadOutcome.Ok, payload.Text);
        return message;
    }

    private static string Text(PushPayload payload) => Encoding.UTF8.GetString(payload.Body.Span);
}
