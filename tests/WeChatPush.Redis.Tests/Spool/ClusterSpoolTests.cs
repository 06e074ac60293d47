using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.Spool;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>An engine with two apps on two nodes of a cluster, of which one goes away.</summary>
public sealed class ClusterSpoolTests : IAsyncLifetime
{
    private const int OfOther = 300;
    private const int OfShop = 100;

    private readonly ConcurrentQueue<(string User, string Text)> _handled = new();
    private RedisCluster _cluster = null!;
    private RedisServer _node = null!;
    private string _other = null!;
    private EngineUnderTest _engine = null!;

    public async Task InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync("cluster-require-full-coverage no");
        (_other, _node) = await _cluster.FindOtherAppAsync();
        _engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Redis = _cluster.ConnectionString,
            Settings = [("Dispatching:Lease", "00:00:10"), .. EngineSetup.App(_other)],
            Handlers = handlers => handlers.On<TextMessage>((message, _) =>
            {
                _handled.Enqueue((message.FromUserName, message.Content));
                return Task.CompletedTask;
            }),
        });
        await PushAsync("shop", "oFirst", "first");
        await PushAsync(_other, "oFirst", "first");
        await UntilAsync(() => _handled.Count == 2 && Spool.Count == 0);
        _handled.Clear();
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Push_WhileAnotherAppsNodeDiesOrHangs_IsStoredAndHandledAtOnce_AndTheOthersAreOnceItIsBack(bool hangs)
    {
        await (hangs ? _node.HangAsync() : _node.KillAsync());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async user =>
        {
            for (var n = 0; n < OfOther / 10; n++)
                await PushAsync(_other, $"oOther{user}", SharedEngines.Text(n));
        }));
        Spool.CountOf(_other).ShouldBe(OfOther);
        for (var n = 0; n < OfShop; n++)
        {
            await PushAsync("shop", "oUser", SharedEngines.Text(n));
            Spool.CountOf("shop").ShouldBe(0);
        }

        await UntilAsync(() => _handled.Count == OfShop);
        var health = (await HealthAsync()).Entries["store"];
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description.ShouldNotBeNull().ShouldContain($"{OfOther} of {_other}");

        await (hangs ? _node.GoOnAsync() : _node.StartAgainAsync());
        await UntilAsync(() => _handled.Count >= OfShop + OfOther);
        foreach (var user in _handled.GroupBy(push => push.User, push => push.Text))
            user.ShouldBe(Enumerable.Range(0, user.Key == "oUser" ? OfShop : OfOther / 10).Select(SharedEngines.Text));
        await UntilAsync(() => _engine.Log.GetSnapshot().Any(line => line.Id.Id == 255));
        _engine.Log.GetSnapshot().Select(line => line.Id.Id).Where(id => id is 250 or 251 or 254 or 255).ShouldBe([254, 255]);
    }

    private IPushSpool Spool => _engine.Services.GetRequiredService<IPushSpool>();

    private Task<HealthReport> HealthAsync() => _engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private async Task PushAsync(string app, string user, string text)
    {
        var payload = new PushBuilder(_engine.App(app), user).Text(text);
        using var answer = await _engine.SendAsync(_engine.App(app), new PushSigner(_engine.App(app)).Push(payload));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () => Task.FromResult(condition()), () => $"{_handled.Count} were handled, {Spool.Count} are spooled:\n{_engine.Log.Text}", TimeSpan.FromSeconds(30));
}
