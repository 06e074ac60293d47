using WeChatPush.Protocol;
using WeChatPush.Telemetry;

namespace WeChatPush.Engine.Tests.Telemetry;

public sealed class EnumNamesTests
{
    [Fact]
    public void Of_WhenTheValueHasAName_IsTheNameInCamelCase()
    {
        EnumNames<ErrorClass>.Get(ErrorClass.Uncertain).ShouldBe("uncertain");
        EnumNames<SendOutcome>.Get(SendOutcome.WindowClosed).ShouldBe("windowClosed");
    }

    [Fact]
    public void Of_WhenTheValueHasNone_IsItsNumber() => EnumNames<ErrorClass>.Get((ErrorClass)99).ShouldBe("99");
}
