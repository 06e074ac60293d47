using System.Diagnostics;
using WeChatPush.Server.Observability;

namespace WeChatPush.Server.Tests.Observability;

public sealed class QueryRedactionProcessorTests
{
    [Theory]
    [InlineData("url.query", "?openid=oUser", null)]
    [InlineData("http.query", "?openid=oUser", null)]
    [InlineData("url.full", "https://api.weixin.qq.com/send?access_token=t", "https://api.weixin.qq.com/send")]
    [InlineData("http.url", "http://localhost/wechat/shop?openid=oUser", "http://localhost/wechat/shop")]
    [InlineData("http.target", "/wechat/shop?openid=oUser", "/wechat/shop")]
    [InlineData("url.full", "https://api.weixin.qq.com/send", "https://api.weixin.qq.com/send")]
    [InlineData("url.path", "/api/v1/apps/shop/credits/oUser", null)]
    [InlineData("http.request.method", "GET", "GET")]
    public void OnEnd_WhenThereIsNoRoute_KeepsNoQueryAndNoPath(string tag, string value, string? kept) =>
        End((tag, value)).GetTagItem(tag).ShouldBe(kept);

    [Fact]
    public void OnEnd_WhenThereIsARoute_PutsItInThePlaceOfThePath()
    {
        const string route = "/api/v1/apps/{app}/credits/{openId}";

        var activity = End(("url.path", "/api/v1/apps/shop/credits/oUser"), ("http.route", route));

        activity.GetTagItem("url.path").ShouldBe(route);
        activity.GetTagItem("http.route").ShouldBe(route);
    }

    [Fact]
    public void OnEnd_WhenThereIsNoPath_AddsNone() =>
        End(("http.route", "/health/live")).TagObjects.Select(tag => tag.Key).ShouldBe(["http.route"]);

    private static Activity End(params (string Tag, string Value)[] tags)
    {
        var activity = new Activity("request");
        foreach (var (tag, value) in tags)
            activity.SetTag(tag, value);
        using var processor = new QueryRedactionProcessor();
        processor.OnEnd(activity);
        return activity;
    }
}
