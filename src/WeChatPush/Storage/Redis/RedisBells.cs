using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace WeChatPush.Storage.Redis;

/// <summary>The channels that ring in this instance, on whichever client is the present one.</summary>
internal sealed partial class RedisBells(TimeProvider time, ILogger logger)
{
    // How long a subscription may take, and how long to wait before it is made again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Bell> _bells = [];
    private ConnectionMultiplexer? _client;

    public void Add(string channel, Action ring)
    {
        lock (_gate)
        {
            var bell = new Bell(new RedisChannel(channel, RedisChannel.PatternMode.Literal), ring);
            _bells.Add(bell);
            if (_client is { } client)
                _ = SubscribeAsync(client, bell);
        }
    }

    /// <summary>Lets everything ring on another client; null: on none any more.</summary>
    public void MoveTo(ConnectionMultiplexer? client)
    {
        lock (_gate)
        {
            Volatile.Write(ref _client, client);
            if (client is null)
                return;
            foreach (var bell in _bells)
                _ = SubscribeAsync(client, bell);
        }
    }

    // Nobody waits for it: one that is under way when the connection breaks may never be answered.
    private async Task SubscribeAsync(ConnectionMultiplexer client, Bell bell)
    {
        for (var said = false; client == Volatile.Read(ref _client);)
        {
            try
            {
                var subscriber = client.GetSubscriber();
                var subscribed = subscriber.SubscribeAsync(bell.Channel, (_, _) => bell.Ring());
                await Task.WhenAny(subscribed, Task.Delay(Patience, time, CancellationToken.None));
                if (subscribed.IsCompleted)
                {
                    await subscribed;
                    return;
                }

                subscriber.Unsubscribe(bell.Channel, flags: CommandFlags.FireAndForget);
            }
            catch (Exception error)
            {
                if (!said)
                    LogNotListening(logger, error.Message);
                said = true;
                await Task.Delay(Patience, time, CancellationToken.None);
            }
        }
    }

    private readonly record struct Bell(RedisChannel Channel, Action Ring);

    [LoggerMessage(134, LogLevel.Warning,
        "The doorbell in Redis cannot be heard: {Reason} Work is found by looking, up to 2 s later.")]
    private static partial void LogNotListening(ILogger logger, string reason);
}
