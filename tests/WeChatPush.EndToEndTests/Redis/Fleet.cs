using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>Two servers on one Redis, with the mini program <c>shop</c>, and WeChat on their other side.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly SimulatorHost _host;
    private readonly PushClient _once = new() { MaxTries = 1 };
    private readonly PushClient _weChat = new();

    private readonly RedisServer? _redis;

    private Fleet(SimulatorHost host, RedisServer? redis, string connectionString, IEnumerable<(string, string)> settings)
    {
        (_host, _redis) = (host, redis);
        List<(string, string)> all =
            [.. World.Settings(host.BaseUrl), ("ConnectionStrings:Redis", connectionString), .. settings];
        (One, Other) = (new Instance(all), new Instance(all));
    }

    /// <summary>The server of its own.</summary>
    public RedisServer Redis => _redis ?? throw new InvalidOperationException("It was started on another's servers.");

    public Instance One { get; }

    public Instance Other { get; }

    public FakeWeChat WeChat => _host.WeChat;

    public string Output => $"one:\n{One.Server.Output}\nthe other:\n{Other.Server.Output}";

    /// <summary>Starts everything.</summary>
    public static async Task<Fleet> StartAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var fleet = await CreateAsync(settings);
        await fleet.BeginAsync();
        await fleet.WellAsync();
        return fleet;
    }

    /// <summary>Starts everything but Redis.</summary>
    public static async Task<Fleet> StartOnAsync(string redis, params IEnumerable<(string Key, string Value)> settings)
    {
        var fleet = new Fleet(await StartWeChatAsync(), redis: null, redis, settings);
        await fleet.BeginAsync();
        await fleet.WellAsync();
        return fleet;
    }

    /// <summary>Starts Redis and WeChat; the servers are left to the caller.</summary>
    public static async Task<Fleet> CreateAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var redis = await RedisServer.StartAsync();
        return new Fleet(await StartWeChatAsync(), redis, redis.ConnectionString, settings);
    }

    /// <summary>Starts both servers, and returns when they take pushes.</summary>
    public Task BeginAsync() => Task.WhenAll(One.Server.StartAsync(), Other.Server.StartAsync());

    /// <summary>Waits until Redis takes the pushes of both, and the spools are empty.</summary>
    public Task WellAsync() => Task.WhenAll(One.WellAsync(), Other.WellAsync());

    /// <summary>Waits until both have noticed that Redis is away.</summary>
    public Task DegradedAsync() => Task.WhenAll(One.BecomesAsync("degraded"), Other.BecomesAsync("degraded"));

    public PushBuilder User(string openId) => new(One.App, openId);

    /// <summary>One try of a push at an instance, whatever comes of it.</summary>
    public async Task<PushTry> TryAsync(Instance instance, PushPayload payload) =>
        (await _once.PushAsync(instance.App, payload)).Last;

    /// <summary>One try at either instance, as a load balancer would have it.</summary>
    public Task<PushTry> TryAnywhereAsync(PushPayload payload) =>
        TryAsync(Random.Shared.Next(2) == 0 ? One : Other, payload);

    /// <summary>Pushes as WeChat does, with its tries; one of them has to be acknowledged.</summary>
    public async Task PushAsync(Instance instance, PushPayload payload)
    {
        var answer = (await _weChat.PushAsync(instance.App, payload)).Last;
        answer.Kind.ShouldBe(AnswerKind.Success, $"{answer.Status} {answer.Problem}\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        One.Dispose();
        Other.Dispose();
        _once.Dispose();
        _weChat.Dispose();
        await _host.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private static Task<SimulatorHost> StartWeChatAsync() =>
        SimulatorHost.StartAsync(new FakeWeChat().AddAccount(World.AppId, World.Secret));
}
