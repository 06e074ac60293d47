using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>_anyUser sets the clock, by minutes or by days, while pushes come and are handled.</summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan[] Jumps =
    [
        TimeSpan.FromMinutes(5), -TimeSpan.FromMinutes(5), TimeSpan.FromHours(2), -TimeSpan.FromHours(2), TimeSpan.FromDays(2), -TimeSpan.FromDays(2), TimeSpan.Zero,
    ];

    [Fact]
    public Task Jump_WhenPushesComeAllTheTime_LosesNothing_AndDoublesNothing() => RunAsync(redis: null);

    [Fact]
    public async Task Jump_WhenPushesComeAllTheTime_LosesNothing_AndDoublesNothing_OnRedis()
    {
        await using var redis = await RedisServer.StartAsync();
        await RunAsync(redis.ConnectionString);
    }

    private static async Task RunAsync(string? redis)
    {
        var clock = new SetClock();
        var messages = new ScriptedMessages();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Time = clock,
            Messages = messages,
            Redis = redis,
            Handlers = handlers => handlers.On<TextMessage>((message, sender) => sender.TextAsync(message.Content)),
        });

        var sent = new List<string>();
        foreach (var jump in Jumps)
        {
            for (var i = 0; i < 20; i++)
            {
                var words = $"{sent.Count:d4}";
                await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), $"oUser{i % 5}").Text(words));
                sent.Add(words);
                if (i == 10)
                    clock.Offset += jump;
            }
        }

        await Eventually.TrueAsync(
            async () => await engine.History.CountAsync("shop", CancellationToken.None) is { Queued: 0, Processing: 0, Retrying: 0 },
            () => $"left: {engine.History.CountAsync("shop", CancellationToken.None).AsTask().Result}",
            TimeSpan.FromMinutes(1));
        messages.Texts.Order().ShouldBe(sent);
    }

    /// <summary>The machine's clock, set otherwise; what measures how long things take goes on as before.</summary>
    private sealed class SetClock : TimeProvider
    {
        private long _offset;

        public TimeSpan Offset
        {
            get => new(Volatile.Read(ref _offset));
            set => Volatile.Write(ref _offset, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
