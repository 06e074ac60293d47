using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Apps;
using WeChatPush.Records;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Apps.Stored;

public sealed class StoredAppsTests
{
    [Fact]
    public async Task Start_AfterAnAppWasStored_ServesItAgain()
    {
        var setup = new EngineSetup { KeepsData = true };
        await using (var first = await EngineUnderTest.StartAsync(setup))
            (await CreateAsync(first)).Outcome.ShouldBe(AppChangeOutcome.Done);

        await using var second = await EngineUnderTest.StartAsync(setup with { KeepsData = false });

        second.Services.GetRequiredService<IAppCatalog>().FindOptions("bakery")!.AppId.ShouldBe("wxbakery");
    }

    [Fact]
    public async Task NameInBoth_TheConfigurationCounts_AndHealthSaysSo()
    {
        var setup = new EngineSetup { KeepsData = true };
        await using (var first = await EngineUnderTest.StartAsync(setup))
            await CreateAsync(first);

        await using var second = await EngineUnderTest.StartAsync(setup with { KeepsData = false, Settings = EngineSetup.App("bakery") });

        var catalog = second.Services.GetRequiredService<IAppCatalog>();
        catalog.FindOptions("bakery")!.Token.ShouldBe(EngineSetup.Token);
        catalog.IsConfigured("bakery").ShouldBeTrue();
        var apps = second.Services.GetRequiredService<IStoredApps>();
        (await apps.ChangeAsync("bakery", [], null, default)).Outcome.ShouldBe(AppChangeOutcome.Configured);
        (await HealthAsync(second)).Description!.ShouldContain("the configuration counts");
        (await apps.RemoveAsync("bakery", null, default)).Outcome.ShouldBe(AppChangeOutcome.Done);
        (await HealthAsync(second)).Status.ShouldBe(HealthStatus.Healthy);
        catalog.FindOptions("bakery")!.Token.ShouldBe(EngineSetup.Token);
    }

    [Fact]
    public async Task Record_ThatCannotBeOpened_LeavesTheAppAsItWas_AndHealthNamesIt()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var version = (await CreateAsync(engine)).Version;

        await WriteAsync(engine, "bakery", version, [1, 2, 3]);
        await WriteAsync(engine, "broken", null, [1, 2, 3]);

        var catalog = engine.Services.GetRequiredService<IAppCatalog>();
        catalog.FindOptions("bakery").ShouldNotBeNull();
        catalog.FindOptions("broken").ShouldBeNull();
        var health = await HealthAsync(engine);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description!.ShouldContain("bakery");
        health.Description!.ShouldContain("broken");
        engine.Log.Lines.Count(line => line.Contains("The stored app broken is not in force", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Change_OfOneApp_LeavesTheOthersAsTheyAre()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await CreateAsync(engine, "bakery");
        await CreateAsync(engine, "florist");
        var catalog = engine.Services.GetRequiredService<AppCatalog>();
        var (shop, florist, bakery) = (catalog.Find("shop"), catalog.Find("florist"), catalog.Find("bakery"));
        var changed = new List<string>();
        catalog.Changed += changed.Add;

        await engine.Services.GetRequiredService<IStoredApps>().ChangeAsync("bakery", new() { ["originalId"] = "gh_1" }, null, default);

        changed.ShouldBe(["bakery"]);
        catalog.Find("shop").ShouldBeSameAs(shop);
        catalog.Find("florist").ShouldBeSameAs(florist);
        catalog.Find("bakery").ShouldNotBeSameAs(bakery);
    }

    [Fact]
    public async Task Changes_OfManyAtOnce_AllCount()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        var apps = engine.Services.GetRequiredService<IStoredApps>();
        await CreateAsync(engine);

        var changes = await Task.WhenAll(new[] { "originalId", "appSecret", "apiBaseUrl" }.Select(name =>
            apps.ChangeAsync("bakery", new() { [name] = name == "apiBaseUrl" ? "http://x" : $"gh_{name}" }, null, default).AsTask()));

        changes.ShouldAllBe(change => change.Outcome == AppChangeOutcome.Done);
        var options = engine.Services.GetRequiredService<IAppCatalog>().FindOptions("bakery")!;
        (options.OriginalId, options.AppSecret, options.ApiBaseUrl).ShouldBe(("gh_originalId", "gh_appSecret", "http://x"));
    }

    [Fact]
    public async Task OldToken_LivesOn_UntilItWasNotUsedForAWeek()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await EngineUnderTest.StartAsync(new() { Time = time });
        var apps = engine.Services.GetRequiredService<IStoredApps>();
        var end = engine.Services.GetRequiredService<RotationEnd>();
        var catalog = engine.Services.GetRequiredService<IAppCatalog>();
        var made = (await CreateAsync(engine, mode: "Plaintext")).MadeSecrets["token"];
        await apps.RotateAsync("bakery", RotatedSecret.Token, default);

        time.Advance(RotationEnd.UnusedFor - TimeSpan.FromHours(1));
        await PushAsync(engine, made, time);
        await end.LookAsync(default);
        time.Advance(RotationEnd.UnusedFor - TimeSpan.FromHours(1));
        await end.LookAsync(default);
        catalog.FindOptions("bakery")!.PreviousToken.ShouldBe(made);

        time.Advance(TimeSpan.FromHours(2));
        await end.LookAsync(default);

        catalog.FindOptions("bakery")!.PreviousToken.ShouldBeNull();
        (await apps.FindAsync("bakery", default))!.Rotations.ShouldBeEmpty();
    }

    private static ValueTask<AppChange> CreateAsync(EngineUnderTest engine, string name = "bakery", string mode = "Secure") =>
        engine.Services.GetRequiredService<IStoredApps>().CreateAsync(
            name, new JsonObject { ["appId"] = $"wx{name}", ["mode"] = mode }, default);

    private static async Task WriteAsync(EngineUnderTest engine, string name, long? version, byte[] content)
    {
        var write = await engine.Services.GetRequiredService<IRecordStore>().WriteAsync(StoredApps.KeyOf(name), content, version, default);
        write.Written.ShouldBeTrue();
        await engine.Services.GetRequiredService<RecordWatch>().RefreshAsync(default);
    }

    private static async Task PushAsync(EngineUnderTest engine, string token, TimeProvider time)
    {
        var app = engine.App("bakery") with { AppId = "wxbakery", Token = token };
        using var answer = await engine.SendAsync(app, new PushSigner(app, time).Push(new PushBuilder(app, "oUser", time).Text("hi")));
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<HealthReportEntry> HealthAsync(EngineUnderTest engine)
    {
        var report = await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "stored apps");
        return report.Entries["stored apps"];
    }
}
