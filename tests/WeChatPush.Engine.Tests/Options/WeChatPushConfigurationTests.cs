using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class WeChatPushConfigurationTests
{
    [Fact]
    public void Reload_WhenTheChangeIsGood_IsInForce()
    {
        using var configured = new Configured();
        configured.Shop.Token.ShouldBe("shoptoken");

        configured.Change("Apps:shop:Token", "rotated");

        configured.Shop.Token.ShouldBe("rotated");
    }

    [Fact]
    public void Reload_WhenTheChangeIsWrong_KeepsWhatWasAndLogsOnce()
    {
        using var configured = new Configured();
        configured.Shop.Token.ShouldBe("shoptoken");

        configured.Change("Apps:shop:Mode", "Secur");
        configured.Change("Apps:shop:Token", "rotated");

        configured.Shop.Token.ShouldBe("shoptoken");
        configured.Log.Lines.ShouldHaveSingleItem().ShouldContain("WeChatPush:Apps:shop:Mode: 'Secur' is not one of");
    }

    [Fact]
    public void Reload_WhenTheMistakeIsMended_TakesTheNewValues()
    {
        using var configured = new Configured();
        configured.Shop.Token.ShouldBe("shoptoken");
        configured.Change("Dispatching:Lease", "never");
        configured.Change("Apps:shop:Token", "rotated");

        configured.Change("Dispatching:Lease", "00:00:30");

        configured.Shop.Token.ShouldBe("rotated");
        configured.Options.Dispatching.Lease.ShouldBe(TimeSpan.FromSeconds(30));
        configured.Log.Lines.Last().ShouldStartWith("Information: ");
    }
}
