using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Tests.Telemetry;

public sealed class WordsTests
{
    [Fact]
    public void Of_WhenTheValueHasAName_IsTheNameInCamelCase()
    {
        Words<ErrorClass>.Of(ErrorClass.Uncertain).ShouldBe("uncertain");
        Words<SendOutcome>.Of(SendOutcome.WindowClosed).ShouldBe("windowClosed");
    }

    [Fact]
    public void Of_WhenTheValueHasNone_IsItsNumber() => Words<ErrorClass>.Of((ErrorClass)99).ShouldBe("99");
}
