using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>Whole engines on one Redis, each with a disk of its own, and what came of the pushes.</summary>
internal sealed class SharedEngines(RedisServer redis) : IAsyncDisposable
{
    private readonly List<EngineUnderTest> _engines = [];

    /// <summary>What was handled, in order, as user and text.</summary>
    public ConcurrentQueue<(string User, string Text)> Handled { get; } = new();

    public RedisServer Redis => redis;

    public EngineUnderTest this[int instance] => _engines[instance];

    public async Task<EngineUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Redis = redis.ConnectionString,
            // A claim whose answer died with Redis comes back at the end of its lease.
            Settings = [("Dispatching:Lease", "00:00:10"), .. settings],
            Handlers = handlers => handlers.On<TextMessage>((message, _) =>
            {
                Handled.Enqueue((message.FromUserName, message.Content));
                return Task.CompletedTask;
            }),
        });
        _engines.Add(engine);
        return engine;
    }

    /// <summary>One try of WeChat's to push a text.</summary>
    public async Task<HttpStatusCode> TryAsync(int instance, string user, string text, long? msgId = null)
    {
        var engine = _engines[instance];
        var payload = new PushBuilder(engine.App(), user) { MsgId = msgId }.Text(text);
        using var answer = await engine.SendAsync(engine.App(), new PushSigner(engine.App()).Push(payload));
        if (answer.StatusCode == HttpStatusCode.OK)
            (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
        return answer.StatusCode;
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public Task UntilHandledAsync(int count) => Eventually.TrueAsync(
        () => Task.FromResult(Handled.Count >= count), () => $"{Handled.Count} of {count} were handled", TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
            await engine.DisposeAsync();
    }
}
