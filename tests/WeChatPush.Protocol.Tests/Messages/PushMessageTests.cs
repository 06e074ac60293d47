namespace WeChatPush.Protocol.Tests.Messages;

public sealed class PushMessageTests
{
    private static readonly PushMessage Message = Pushes.Read(
        """
        {"MsgType":"Event","Event":"Demo","AppId":"upper","appid":"lower","n":1.50,"t":true,"z":null,
         "o":{"Inner":{"x":"deep"}},"l":[{"x":"first"},{"x":"second"}],"1":"one"}
        """);

    [Theory]
    [InlineData("AppId", "upper")]
    [InlineData("appid", "lower")]
    [InlineData("APPID", "upper")]
    [InlineData("n", "1.50")]
    [InlineData("t", "true")]
    [InlineData("z", null)]
    [InlineData("o", null)]
    [InlineData("o.Inner.x", "deep")]
    [InlineData("O.inner.X", "deep")]
    [InlineData("o.0.Inner.0.x", "deep")]
    [InlineData("o.1.Inner", null)]
    [InlineData("l", null)]
    [InlineData("l.0.x", "first")]
    [InlineData("l.1.x", "second")]
    [InlineData("l.2.x", null)]
    [InlineData("l.x", null)]
    [InlineData("1", "one")]
    [InlineData("n.x", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("missing", null)]
    public void Indexer_WhenAsked_GivesTheTextOfTheField(string name, string? text)
    {
        Message[name].ShouldBe(text);
    }

    [Fact]
    public void Is_WhenCaseDiffers_IsTrueAllTheSame()
    {
        Message.Is(new PushKind("event", "demo")).ShouldBeTrue();
        Message.Is(new PushKind("event")).ShouldBeFalse();
        Message.Kind.GetHashCode().ShouldBe(PushKind.OfEvent("DEMO").GetHashCode());
        new PushKind("text", "").ShouldBe(new PushKind("TEXT"));
        PushKind.OfEvent("demo").ToString().ShouldBe("event/demo");
        default(PushKind).ShouldBe(new PushKind(""));
    }
}
