using WeChatPush.Alerts;
using WeChatPush.Sqlite.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Alerts;

/// <summary>Looks, state and messages of one instance, by a clock that stands still until it is moved.</summary>
public sealed class AlertWatchTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private Robots _robots = null!;
    private SqliteRecordStore _store = null!;

    public async Task InitializeAsync()
    {
        _robots = await Robots.StartAsync(_time);
        _store = new SqliteRecordStore(_file.Store, _time);
    }

    public async Task DisposeAsync()
    {
        await _robots.DisposeAsync();
        await _file.DisposeAsync();
    }

    [Fact]
    public async Task Look_WhileSomethingLasts_SaysItOnceAnHour_AlsoOverARestart()
    {
        var instance = Start();
        instance.Found.Add(Stopped("shop"));
        for (var minute = 0; minute < 130; minute++)
        {
            // Two restarts in between.
            if (minute is 30 or 90)
            {
                instance.Dispose();
                instance = Start();
                instance.Found.Add(Stopped("shop"));
            }

            await instance.LookAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        instance.Found.Clear();
        for (var minute = 0; minute < 5; minute++)
        {
            await instance.LookAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _robots.Messages.Select(message => message.Text.Split('\n')[0]).ShouldBe(
        [
            "**【WeChatPush 告警】停止向微信发送**", "**【WeChatPush 仍未恢复】停止向微信发送**",
            "**【WeChatPush 仍未恢复】停止向微信发送**", "**【WeChatPush 恢复】停止向微信发送**",
        ]);
        instance.Dispose();
    }

    [Fact]
    public async Task Look_OfAThousandApps_IsOneMessage_ThatNamesTen()
    {
        using var instance = Start();
        instance.Found.AddRange(Enumerable.Range(0, 300).Select(i => Stopped($"app-{i:000}")));

        await instance.LookAsync();
        await instance.LookAsync();

        var text = _robots.Messages.ShouldHaveSingleItem().Text;
        text.ShouldContain("app-000、app-001");
        text.ShouldContain("app-009 等 300 个");
        text.ShouldNotContain("app-010");
        text.ShouldContain("errcode 48001");
        text.ShouldContain("处理：");
        System.Text.Encoding.UTF8.GetByteCount(text).ShouldBeLessThan(4096);
    }

    [Fact]
    public async Task Look_WhenNothingIsWrong_WritesNothing()
    {
        using var instance = Start();

        for (var i = 0; i < 10; i++)
            await instance.LookAsync();

        (await _store.ReadAsync(0, 10, default)).Records.ShouldBeEmpty();
        _robots.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Look_WhenNothingIsLeft_RemovesTheState()
    {
        using var instance = Start();
        instance.Found.Add(Stopped("shop"));
        await instance.LookAsync();
        instance.Found.Clear();

        for (var minute = 0; minute < 15; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await instance.LookAsync();
        }

        _robots.Messages.Count.ShouldBe(2);
        (await _store.FindAsync(AlertRecords.StateKey, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Look_WhenNoDestinationTakesTheMessage_SaysItLater_AndHealthTellsWhere()
    {
        using var instance = Start();
        _robots.Instead = context => { context.Response.StatusCode = 403; return true; };
        instance.Found.Add(new(AlertKind.Dead, "shop", _time.GetUtcNow()) { Count = 1 });
        await instance.LookAsync();
        instance.Found.Clear();
        await instance.LookAsync();
        _robots.Requests.ShouldBe(1);
        var health = await instance.Health.CheckHealthAsync(null!);
        health.Description!.ShouldContain("http://127.0.0.1");
        health.Description!.ShouldContain("HTTP 403");
        health.Description!.ShouldNotContain(Robots.Key);

        _robots.Instead = null;
        _time.Advance(AlertRules.ClaimTime);
        await instance.LookAsync();

        _robots.Messages.ShouldHaveSingleItem().Text.ShouldContain("数量：1");
        (await instance.Health.CheckHealthAsync(null!)).Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy);
        instance.Log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(1);
        instance.Log.Text.ShouldNotContain(Robots.Key);
    }

    [Fact]
    public async Task Look_AfterAnInstanceDiedBeforeItSent_SendsInItsPlace_WhenItsRightHasEnded()
    {
        using var instance = Start();
        await instance.States.ChangeAsync(
            state =>
            {
                AlertRules.Apply(state, [Stopped("shop")], _time.GetUtcNow());
                state.Claim = new("another", _time.GetUtcNow() + AlertRules.ClaimTime);
                return true;
            },
            default);
        await instance.LookAsync();
        _robots.Requests.ShouldBe(0);

        _time.Advance(AlertRules.ClaimTime);
        await instance.LookAsync();

        _robots.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Look_SendsEachKindWhereItIsWanted()
    {
        using var instance = Start(
            new() { Name = "a", Kind = AlertDestinationKind.WeCom, Url = _robots.WeCom, On = [AlertKind.Dead] },
            new() { Name = "b", Kind = AlertDestinationKind.Feishu, Url = _robots.Feishu, Secret = Robots.Secret, On = [AlertKind.Lag, AlertKind.Spooling] });
        instance.Found.Add(new(AlertKind.Dead, "shop", _time.GetUtcNow()) { Count = 7 });
        instance.Found.Add(new(AlertKind.Lag, "cafe", _time.GetUtcNow()));
        instance.Found.Add(Stopped("club"));
        instance.Found.Add(new(AlertKind.Spooling, "", _time.GetUtcNow()) { Count = 12, Detail = SpoolSource.Kept });

        await instance.LookAsync();

        _robots.Messages.Select(message => message.Robot).Order().ShouldBe(["Feishu", "Feishu", "WeCom"]);
        _robots.Messages.Single(message => message.Robot == "WeCom").Text.ShouldContain("应用：shop");
        var spooling = _robots.Messages.Single(message => message.Text.Contains("暂存", StringComparison.Ordinal)).Text;
        spooling.ShouldContain($"实例：{Environment.MachineName}");
        spooling.ShouldNotContain("应用");
        (await _store.FindAsync(AlertRecords.StateKey, default))!.Content!.Value.Span.IndexOf("spooling"u8).ShouldBe(-1);
    }

    private static AlertFinding Stopped(string app) => new(AlertKind.Stopped, app, new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero)) { Detail = "48001" };

    private AlertInstance Start(params AlertOptions[] destinations) => new(
        _store,
        _time,
        destinations.Length > 0 ? destinations : [new() { Kind = AlertDestinationKind.WeCom, Url = _robots.WeCom }]);
}
