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
    [InlineData("http.target", "/wechat/shop?openid=oUser", null)]
    [InlineData("http.target", "/api/v1/apps/shop/users/oUser", null)]
    [InlineData("url.full", "https://api.weixin.qq.com/send", "https://api.weixin.qq.com/send")]
    [InlineData("url.path", "/api/v1/apps/shop/credits/oUser", null)]
    [InlineData("http.request.method", "GET", "GET")]
    public void OnEnd_WhenThereIsNoRoute_KeepsNoQueryAndNoPath(string tag, string value, string? kept) =>
        End((tag, value)).GetTagItem(tag).ShouldBe(kept);

    [Theory]
    [InlineData("url.full")]
    [InlineData("http.url")]
    public void OnEnd_OfARequestToThisServer_KeepsNoUrl(string tag) =>
        End(ActivityKind.Server, (tag, "https://push.example.com/api/v1/apps/shop/users/oUser")).TagObjects.ShouldBeEmpty();

    [Theory]
    [InlineData("url.path")]
    [InlineData("http.target")]
    public void OnEnd_WhenThereIsARoute_PutsItInThePlaceOfThePath(string tag)
    {
        const string route = "/api/v1/apps/{app}/credits/{openId}";

        var activity = End((tag, "/api/v1/apps/shop/credits/oUser"), ("http.route", route));

        activity.GetTagItem(tag).ShouldBe(route);
        activity.GetTagItem("http.route").ShouldBe(route);
    }

    [Fact]
    public void OnEnd_WhenThereIsNoPath_AddsNone() =>
        End(("http.route", "/health/live")).TagObjects.Select(tag => tag.Key).ShouldBe(["http.route"]);

    private static Activity End(params (string Tag, string Value)[] tags) => End(ActivityKind.Client, tags);

    private static Activity End(ActivityKind kind, params (string Tag, string Value)[] tags)
    {
        using var source = new ActivitySource("redaction");
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate == source,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var activity = source.CreateActivity("request", kind)!;
        foreach (var (tag, value) in tags)
            activity.SetTag(tag, value);
        using var processor = new QueryRedactionProcessor();
        processor.OnEnd(activity);
        return activity;
    }
}
