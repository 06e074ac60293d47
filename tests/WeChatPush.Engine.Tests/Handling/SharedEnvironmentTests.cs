using WeChatPush.Apps;
using WeChatPush.Handling;

namespace WeChatPush.Engine.Tests.Handling;

public sealed class SharedEnvironmentTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("wxown", null, null)]
    [InlineData("wxown", "wxown", null)]
    [InlineData(null, "wxown", null)]
    [InlineData("wxown", "wxother", "wxother")]
    [InlineData(null, "wxother", "wxother")]
    [InlineData("wxother", "wxown", "wxown")]
    public void NameFor_IsTheUserOfTheEnvironment_UnlessItIsTheOwner(string? owner, string? user, string? expected)
    {
        var source = new Dictionary<string, string>();
        if (owner is not null)
            source["x-wx-appid"] = owner;
        if (user is not null)
            source["x-wx-from-appid"] = user;

        SharedEnvironment.NameFor(new App("cloud", new AppOptions { AppId = "wxown" }), source).ShouldBe(expected);
    }

    [Fact]
    public void NameFor_AnOrdinaryPush_IsNone()
    {
        SharedEnvironment.NameFor(new App("shop", new AppOptions { AppId = "wxown" }), null).ShouldBeNull();
    }
}
