using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Admin;
using WeChatPush.Server.Tests.Admin;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Storage;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Audit;

/// <summary>What is written down of what is done.</summary>
public sealed class AuditTests
{
    private const string Audit = "/api/v1/audit";
    private const string Shop = "/api/v1/apps/shop";
    private const string User = "oUserWhoIsErased";
    private const string Text = "a-text-of-the-user";

    [Fact]
    public async Task EverythingThatIsDone_IsWrittenDown_WithoutTextsAndOpenids()
    {
        using var server = await RoleKeys.StartAsync();
        using var olga = server.Client(RoleKeys.Operator);
        using var ada = server.Client(RoleKeys.Admin);
        var id = (await server.PushAsync(new PushBuilder(server.Shop, User).Text(Text))).GetProperty("id").GetString();

        await AcceptAsync(olga, $"{Shop}/messages/{id}/replay", $$"""{"reason":"{{User}} asked"}""");
        await AcceptAsync(olga, $"{Shop}/dead-letters/replay", null);
        await AcceptAsync(olga, $"{Shop}/customer-messages", $$$"""{"touser":"{{{User}}}","msgtype":"text","text":{"content":"{{{Text}}}"}}""");
        await AcceptAsync(olga, $"{Shop}/pushes", $$$"""{"openId":"{{{User}}}", "templateId":"tpl", "data":{"thing1":{"value":"{{{Text}}}"} } }""");
        using var created = await olga.PostAsync(
            $"{Shop}/campaigns",
            $$$"""{"name":"sale","templateId":"tpl","data":{"thing1":{"value":"{{{Text}}}"} },"rate":1,"audience":{"kind":"list","recipients":[{"openId":"{{{User}}}"}]}}""");
        var campaign = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        await AcceptAsync(olga, $"{Shop}/campaigns/{campaign}/cancel", null);
        (await olga.PostAsync($"{Shop}/campaigns/{campaign}/start", (HttpContent?)null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await AcceptAsync(ada, "/api/v1/keys", """{"name":"new","role":"viewer","apps":["shop"]}""");
        (await ada.DeleteAsync("/api/v1/keys/new")).EnsureSuccessStatusCode();
        (await ada.DeleteAsync($"{Shop}/users/{User}")).EnsureSuccessStatusCode();

        var entries = (await ada.JsonAsync(Audit)).GetProperty("items");
        entries.Texts("action").ShouldBe(
        [
            "user.erase", "key.remove", "key.create", "campaign.cancel", "campaign.create", "push.send", "customerMessage.send",
            "deadLetters.replay", "message.replay",
        ]);
        entries.Texts("actor").ShouldBe(["ada", "ada", "ada", "olga", "olga", "olga", "olga", "olga", "olga"]);
        entries.Texts("object").Distinct().Count(one => one.StartsWith("user:", StringComparison.Ordinal)).ShouldBe(1);
        entries[3].GetProperty("before").GetProperty("state").GetString().ShouldBe("draft");
        entries[3].GetProperty("after").GetProperty("state").GetString().ShouldBe("cancelled");
        entries[8].GetProperty("reason").GetString().ShouldNotBeNull().ShouldEndWith(" asked");
        entries[2].GetProperty("after").GetProperty("role").GetString().ShouldBe("viewer");
        entries.ToString().ShouldNotContain(User);
        entries.ToString().ShouldNotContain(Text);
    }

    [Fact]
    public async Task Reveal_IsShownToAnyRole_AndWrittenDown_WhileAViewerElseSeesAMask()
    {
        using var server = await RoleKeys.StartAsync();
        using var viola = server.Client(RoleKeys.Viewer);
        using var olga = server.Client(RoleKeys.Operator);
        using var ada = server.Client(RoleKeys.Admin);
        var path = $"{Shop}/messages/{(await server.PushAsync(new PushBuilder(server.Shop, User).Text(Text))).GetProperty("id")}";

        var masked = await viola.JsonAsync(path);
        masked.GetProperty("masked").GetBoolean().ShouldBeTrue();
        masked.GetProperty("raw").GetString().ShouldBe("•••");
        masked.GetProperty("message").GetProperty("Content").GetString().ShouldBe("•••");
        masked.GetProperty("message").GetProperty("FromUserName").GetString().ShouldBe(User);
        masked.ToString().ShouldNotContain(Text);
        var clear = await olga.JsonAsync(path);
        clear.TryGetProperty("masked", out _).ShouldBeFalse();
        clear.GetProperty("raw").GetString().ShouldNotBeNull().ShouldContain(Text);
        (await viola.JsonAsync($"{path}?reveal=true")).GetProperty("message").GetProperty("Content").GetString().ShouldBe(Text);
        (await olga.JsonAsync($"{path}?reveal=true")).GetProperty("message").GetProperty("Content").GetString().ShouldBe(Text);
        (await viola.GetAsync($"{path}?reveal=please")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await viola.GetAsync($"{Shop}/messages/0a?reveal=true")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var entries = (await ada.JsonAsync($"{Audit}?action=message.reveal")).GetProperty("items");
        entries.Texts("actor").ShouldBe(["olga", "viola"]);
        entries.Texts("role").ShouldBe(["operator", "viewer"]);
        entries.Texts("app").ShouldBe(["shop", "shop"]);
    }

    [Fact]
    public async Task List_Filters_Pages_AndStreams()
    {
        using var server = await RoleKeys.StartAsync();
        using var ada = server.Client(RoleKeys.Admin);
        using var olga = server.Client(RoleKeys.Operator);
        var log = server.Services.GetRequiredService<IAuditLog>();
        for (var i = 0; i < 1100; i++)
            await log.AppendAsync(new() { Actor = "past", Role = AdminRole.Admin, Action = "key.create", Object = $"key:{i}" }, default);
        await AcceptAsync(olga, "/api/v1/apps/cafe/dead-letters/replay", null);
        await AcceptAsync(olga, $"{Shop}/dead-letters/replay", """{"reason":"again"}""");

        var first = await ada.JsonAsync($"{Audit}?limit=1");
        var second = await ada.JsonAsync($"{Audit}?limit=1&cursor={first.GetProperty("next")}");
        first.GetProperty("items").Texts("app").ShouldBe(["shop"]);
        second.GetProperty("items").Texts("app").ShouldBe(["cafe"]);
        (await ada.JsonAsync($"{Audit}?actor=olga&app=shop&action=&since=")).GetProperty("items").Texts("reason").ShouldBe(["again"]);
        (await ada.JsonAsync($"{Audit}?since=2999-01-01T00:00Z")).GetProperty("items").EnumerateArray().ShouldBeEmpty();
        (await ada.GetAsync($"{Audit}?cursor=made-up")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ada.GetAsync($"{Audit}?since=yesterday")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var file = await ada.GetAsync($"{Audit}.ndjson?actor=past");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var lines = (await file.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("object").GetString())
            .ShouldBe(Enumerable.Range(0, 1100).Reverse().Select(i => $"key:{i}"));
    }

    [Fact]
    public async Task List_OfAnAdminOfSomeApps_HasWhatBelongsToThese()
    {
        using var server = await RoleKeys.StartAsync();
        using var cafe = server.Client(RoleKeys.CafeAdmin);
        using var olga = server.Client(RoleKeys.Operator);
        await AcceptAsync(olga, "/api/v1/apps/cafe/dead-letters/replay", null);
        await AcceptAsync(olga, $"{Shop}/dead-letters/replay", null);

        (await cafe.JsonAsync(Audit)).GetProperty("items").Texts("app").ShouldBe(["cafe"]);
        (await cafe.GetAsync($"{Audit}?app=shop")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await cafe.GetAsync($"{Audit}.ndjson?app=nothing")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WhenNothingCanBeWrittenDown_NoMessageIsSent_NoPayloadIsShown_AndAChangeIs503()
    {
        using var server = await RoleKeys.StartAsync();
        using var broken = server.WithWebHostBuilder(host => host.ConfigureServices(services => services.AddSingleton<IAuditLog, NoLog>()));
        using var client = broken.CreateClient();
        using (var push = new PushSigner(server.Shop).Push(new PushBuilder(server.Shop, User).Text(Text)).ToMessage(server.Shop.PushUrl))
            (await client.SendAsync(push)).EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Authorization = new("Bearer", RoleKeys.Operator);
        var id = (await client.JsonAsync($"{Shop}/messages")).GetProperty("items")[0].GetProperty("id");

        using var reveal = await client.GetAsync($"{Shop}/messages/{id}?reveal=true");
        using var send = await client.PostAsync($"{Shop}/customer-messages", $$$"""{"touser":"{{{User}}}","msgtype":"text","text":{"content":"x"}}""");
        using var replay = await client.PostAsync($"{Shop}/dead-letters/replay", (HttpContent?)null);

        (await reveal.JsonAsync(HttpStatusCode.ServiceUnavailable)).ToString().ShouldNotContain(Text);
        await send.JsonAsync(HttpStatusCode.ServiceUnavailable);
        await replay.JsonAsync(HttpStatusCode.ServiceUnavailable);
        server.WeChat.Calls.Sends.ShouldBeEmpty();
    }

    private static async Task AcceptAsync(HttpClient client, string path, string? body)
    {
        using var answer = body is null ? await client.PostAsync(path, (HttpContent?)null) : await client.PostAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private sealed class NoLog : IAuditLog
    {
        public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("The disk is full.");

        public ValueTask<AuditPage> ListAsync(AuditFilter filter, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("The disk is full.");
    }
}
