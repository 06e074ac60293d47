using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>A run finds what a run with another configuration acknowledged and left.</summary>
public sealed class TakeoverTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _handled = new();
    private RedisServer _redis = null!;
    private EngineSetup _setup = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _setup = new EngineSetup
        {
            KeepsData = true,
            Handlers = handlers => handlers.On<TextMessage>((message, _) =>
            {
                _handled.Enqueue(message.Content);
                return Task.CompletedTask;
            }),
        };
    }

    public async Task DisposeAsync()
    {
        _setup.Data.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Start_WithoutTheConnectionString_TakesOverTheSpool_BeforeNewerPushes()
    {
        await SpoolAsync(["1", "2", "3", "4", "5"]);

        await using var alone = await EngineUnderTest.StartAsync(_setup);
        (await PushAsync(alone, "3", msgId: 3)).ShouldBe("success"); // WeChat's retry of one that was spooled
        await PushAsync(alone, "6", msgId: 6);
        await UntilAsync(() => _handled.Count >= 6);
        await alone.StopAsync();
        _handled.ShouldBe(["1", "2", "3", "4", "5", "6"]);
        alone.Log.Text.ShouldContain("5 pushes that were acknowledged while Redis was away");
        Ask("SELECT count(*) FROM spool").ShouldBe(0L);
    }

    [Fact]
    public async Task Start_WithAnotherRedis_HandsTheSpoolOverToIt()
    {
        await SpoolAsync(["1", "2"]);
        await using var other = await RedisServer.StartAsync();

        await using var engine = await EngineUnderTest.StartAsync(_setup with { Redis = other.ConnectionString });
        await PushAsync(engine, "3", msgId: 3);
        await UntilAsync(() => _handled.Count >= 3);
        _handled.ShouldBe(["1", "2", "3"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WithoutTheAppOfSpooledPushes_KeepsThemWhereTheStoreListsThem(bool alone)
    {
        await SpoolAsync(["1"], "club", [.. EngineSetup.App("club")]);
        await _redis.StartAgainAsync();

        await using var engine = await EngineUnderTest.StartAsync(_setup with { Redis = alone ? null : _redis.ConnectionString });
        await Eventually.TrueAsync(
            async () => (await engine.History.CountAsync("club", CancellationToken.None)) is var backlog
                && backlog.Queued + backlog.Processing + backlog.Retrying + backlog.Dead == 1,
            () => "the push is nowhere");
        if (alone)
            engine.Log.Text.ShouldContain("not under WeChatPush:Apps: club");
        else
            (await _redis.SayAsync(0, "HEXISTS {wechatpush}:apps club")).ShouldBe(":1");
        await UntilAsync(() => engine.Services.GetRequiredService<ISpoolDepth>().CountOf("club") == 0);
    }

    [Fact]
    public async Task Start_WithTheConnectionString_HandsOverWhatTheEmbeddedInboxHadNotFinished()
    {
        await LeaveUnfinishedAsync(["1", "2", "3"]);

        await using var shared = await EngineUnderTest.StartAsync(_setup with { Redis = _redis.ConnectionString });
        (await PushAsync(shared, "2", msgId: 2)).ShouldBe("success");
        await PushAsync(shared, "4", msgId: 4);
        await UntilAsync(() => _handled.Count >= 4);
        _handled.ShouldBe(["1", "2", "3", "4"]);
        shared.Log.Text.ShouldContain("3 pushes that were received before ConnectionStrings:Redis was set were unfinished");
        (await HealthAsync(shared)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Start_WithTheConnectionString_LeavesWhatHadBegunToSend_AndSaysSo()
    {
        await LeaveUnfinishedAsync(["1", "2"]);
        Ask("INSERT INTO send (seq, replay, ordinal, at, api, fence) "
            + "SELECT seq, replay, 0, 0, 'custom', fence FROM push ORDER BY seq LIMIT 1");
        await using (var shared = await EngineUnderTest.StartAsync(_setup with { Redis = _redis.ConnectionString }))
        {
            await UntilAsync(() => !_handled.IsEmpty);
            _handled.ShouldBe(["2"]);
            var health = await HealthAsync(shared);
            health.Status.ShouldBe(HealthStatus.Degraded);
            health.Description.ShouldNotBeNull().ShouldStartWith("1 pushes");
        }

        await using var alone = await EngineUnderTest.StartAsync(_setup);
        await UntilAsync(() => _handled.Count >= 2);
        await alone.StopAsync();
        _handled.ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task Start_WithAndAgainWithoutTheConnectionString_WhileRedisIsAway_LosesNothing()
    {
        await LeaveUnfinishedAsync(["1", "2"]);
        await SpoolAsync(["3"]);

        await using var alone = await EngineUnderTest.StartAsync(_setup);
        await PushAsync(alone, "4", msgId: 4);
        await UntilAsync(() => _handled.Count >= 4);
        await alone.StopAsync();
        _handled.ShouldBe(["1", "2", "3", "4"]);
    }

    private string Path => _setup.Data.File("wechatpush.db");

    private async Task SpoolAsync(string[] texts, string app = "shop", (string, string?)[]? settings = null)
    {
        await _redis.KillAsync();
        await using var engine = await EngineUnderTest.StartAsync(
            _setup with { Redis = _redis.ConnectionString, Settings = settings ?? [] });
        foreach (var text in texts)
            await PushAsync(engine, text, int.Parse(text, CultureInfo.InvariantCulture), app);
        _handled.ShouldBeEmpty();
    }

    private async Task LeaveUnfinishedAsync(string[] texts)
    {
        await using var alone = await EngineUnderTest.StartAsync(_setup with
        {
            Handlers = handlers => handlers.On<TextMessage>((_, _) => throw new InvalidOperationException("not now")),
        });
        foreach (var text in texts)
            await PushAsync(alone, text, int.Parse(text, CultureInfo.InvariantCulture));
        await Eventually.TrueAsync(
            async () => (await alone.StoredAsync()).Any(push => push.State == PushState.Retrying), () => "none failed");
    }

    private static async Task<string> PushAsync(EngineUnderTest engine, string text, int msgId, string app = "shop")
    {
        var payload = new PushBuilder(engine.App(app), "oUser") { MsgId = msgId }.Text(text);
        using var answer = await engine.SendAsync(engine.App(app), new PushSigner(engine.App(app)).Push(payload));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static async Task<HealthReportEntry> HealthAsync(EngineUnderTest engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["orphaned inbox"];

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () => Task.FromResult(condition()), () => $"handled: {string.Join(' ', _handled)}", TimeSpan.FromSeconds(60));
}
