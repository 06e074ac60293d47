using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Alerts;
using WeChatPush.Protocol;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Alerts;

/// <summary>What robots and webhooks get, and what is made of their answers, through the client that the engine uses.</summary>
public sealed class AlertDeliveryTests
{
    private const string WebhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Test_ReachesEveryKind_Signed()
    {
        await using var robots = await Robots.StartAsync();
        await using var engine = await StartAsync(
            ("WeCom", robots.WeCom, null), ("DingTalk", robots.DingTalk, Robots.Secret), ("Feishu", robots.Feishu, Robots.Secret), ("Webhook", robots.Webhook, WebhookSecret));

        var deliveries = await TestAsync(engine);

        deliveries.ShouldAllBe(one => one.Delivered && one.Status == 200, string.Join("; ", deliveries));
        robots.Messages.Select(message => message.Robot).Order().ShouldBe(["DingTalk", "Feishu", "WeCom", "Webhook"]);
        var webhook = robots.Messages.Single(message => message.Robot == "Webhook");
        WebhookSignature.TryReadSecret(WebhookSecret, out var key).ShouldBeTrue();
        WebhookSignature.Verify(
            key, webhook.Headers["webhook-id"], webhook.Headers["webhook-timestamp"], webhook.Body, webhook.Headers["webhook-signature"]).ShouldBeTrue();
        webhook.Json.GetProperty("kind").GetString().ShouldBe("test");
    }

    [Fact]
    public async Task Test_OfWrongKeysAndSecrets_IsNotDelivered_InTheRobotsOwnWords_WithoutTheKey()
    {
        await using var robots = await Robots.StartAsync();
        const string wrong = "another-key-0123456789";
        await using var engine = await StartAsync(
            ("WeCom", robots.WeCom.Replace(Robots.Key, wrong), null),
            ("DingTalk", robots.DingTalk, "SECwrong"),
            ("Feishu", robots.Feishu, "wrong"),
            ("Feishu", robots.Webhook, "wrong"),
            ("DingTalk", robots.DingTalk.Replace(Robots.Key, wrong), Robots.Secret));

        var deliveries = await TestAsync(engine);

        deliveries.ShouldAllBe(one => !one.Delivered && one.Status == 200);
        deliveries[0].Detail.ShouldBe("code 93000 (invalid webhook url, hint: [•••]): the robot does not exist: copy its address again");
        deliveries[1].Detail.ShouldStartWith("code 310000 (sign not match): ");
        deliveries[2].Detail.ShouldStartWith("code 19021 (sign match fail or timestamp is not within one hour from current time): the secret is wrong");
        deliveries[3].Detail.ShouldBe("the answer is none of such a robot: check the address");
        deliveries[4].Detail.ShouldStartWith("code 300001 (token is not exist)");
        engine.Log.Text.ShouldNotContain(wrong);
        engine.Log.Text.ShouldNotContain(Robots.Key);
    }

    [Fact]
    public async Task Test_FollowsNoRedirect_AndIsNotRepeated()
    {
        await using var robots = await Robots.StartAsync();
        await using var engine = await StartAsync(("Webhook", robots.Webhook, null));
        robots.Instead = context => { context.Response.Redirect(robots.Feishu); return true; };
        (await TestAsync(engine)).ShouldHaveSingleItem().Detail.ShouldBe("HTTP 302 (redirects are not followed)");
        robots.Instead = context => { context.Response.StatusCode = 503; return true; };
        (await TestAsync(engine)).ShouldHaveSingleItem().Detail.ShouldBe("HTTP 503");

        robots.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Test_WhereNothingListens_SaysSo()
    {
        await using var engine = await StartAsync(("WeCom", "http://127.0.0.1:9/send?key=k", null));

        var delivery = (await TestAsync(engine)).ShouldHaveSingleItem();

        (delivery.Delivered, delivery.Status, delivery.Detail).ShouldBe((false, null, "ConnectionError: ConnectionRefused"));
    }

    [Fact]
    public async Task Alert_AsWebhook_HasTheMembersOfTheContract()
    {
        await using var robots = await Robots.StartAsync();
        var time = new ManualTimeProvider();
        await using var file = new SqliteFile();
        using var instance = new AlertInstance(
            new WeChatPush.Sqlite.Storage.SqliteRecordStore(file.Store, time), time,
            new AlertOptions { Kind = AlertDestinationKind.Webhook, Url = robots.Webhook });
        instance.Found.Add(new(AlertKind.Dead, "shop", new(2026, 11, 21, 7, 59, 58, TimeSpan.Zero)) { Count = 3 });

        await instance.LookAsync();

        var json = robots.Messages.ShouldHaveSingleItem().Json;
        json.EnumerateObject().Select(member => member.Name).ShouldBe(["kind", "app", "apps", "appCount", "state", "count", "since", "text", "hint"]);
        (json.GetProperty("kind").GetString(), json.GetProperty("app").GetString(), json.GetProperty("state").GetString()).ShouldBe(("dead", "shop", "raised"));
        json.GetProperty("count").GetInt32().ShouldBe(3);
        json.GetProperty("since").GetString().ShouldBe("2026-11-21T07:59:58Z");
        json.GetProperty("text").GetString().ShouldBe("More dead letters of shop: 3");
        robots.Messages[0].Headers.ContainsKey("webhook-signature").ShouldBeFalse();
    }

    [Fact]
    public async Task Alert_AtADestinationThatFailsAtFirst_IsTriedThreeTimes_UnderOneId()
    {
        await using var robots = await Robots.StartAsync();
        var ids = new List<string>();
        robots.Instead = context =>
        {
            ids.Add(context.Request.Headers["webhook-id"].ToString());
            context.Response.StatusCode = 500;
            return ids.Count < 3;
        };
        await using var file = new SqliteFile();
        using var instance = new AlertInstance(
            new WeChatPush.Sqlite.Storage.SqliteRecordStore(file.Store, TimeProvider.System), TimeProvider.System,
            new AlertOptions { Kind = AlertDestinationKind.Webhook, Url = robots.Webhook });
        instance.Found.Add(new(AlertKind.Lag, "shop", TimeProvider.System.GetUtcNow()));

        await instance.LookAsync();

        ids.Count.ShouldBe(3);
        ids.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(AlertKind.Dead)]
    [InlineData(AlertKind.Stopped)]
    [InlineData(AlertKind.Spooling)]
    [InlineData(AlertKind.HandlerMissing)]
    [InlineData(AlertKind.Lag)]
    public void Texts_OfEveryKind_SayWhatToDo_InTheirLanguage(AlertKind kind)
    {
        var message = new AlertMessage(kind, false, ["shop"], default) { Count = 2 };

        var (title, lines) = AlertTexts.Chinese(message);
        title.ShouldStartWith("【WeChatPush 告警】");
        lines.ShouldContain("应用：shop");
        lines[^1].ShouldStartWith("处理：");
        AlertTexts.English(message).ShouldEndWith(" of shop: 2");
        AlertTexts.English(message).ShouldAllBe(letter => letter < 128);
        AlertTexts.EnglishHint(message).ShouldNotBeNull();
        AlertTexts.Chinese(message with { IsOver = true }).Title.ShouldStartWith("【WeChatPush 恢复】");
        AlertTexts.EnglishHint(message with { IsOver = true }).ShouldBeNull();
    }

    private static Task<EngineUnderTest> StartAsync(params (string Kind, string Url, string? Secret)[] destinations) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings =
            [
                .. destinations.SelectMany((destination, i) => new (string, string?)[]
                {
                    ($"Alerts:{i}:Kind", destination.Kind), ($"Alerts:{i}:Url", destination.Url), ($"Alerts:{i}:Secret", destination.Secret),
                }),
            ],
        });

    private static async Task<IReadOnlyList<AlertDelivery>> TestAsync(EngineUnderTest engine) =>
        await engine.Services.GetRequiredService<IAlerts>().TestAsync(null, default);
}
