using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>The channels that this instance subscribes to, on whichever client is the present one.</summary>
internal sealed partial class RedisSubscriptions(TimeProvider time, ILogger logger)
{
    // How long a subscription may take, and how long to wait before it is made again.
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private ConnectionMultiplexer? _client;

    public void Add(string channel, Action<string> notify)
    {
        lock (_gate)
        {
            var subscription = new Subscription(new RedisChannel(channel, RedisChannel.PatternMode.Literal), notify);
            _subscriptions.Add(subscription);
            if (_client is { } client)
                _ = SubscribeAsync(client, subscription);
        }
    }

    /// <summary>Moves all subscriptions to another client; null: to none.</summary>
    public void MoveTo(ConnectionMultiplexer? client)
    {
        lock (_gate)
        {
            Volatile.Write(ref _client, client);
            if (client is null)
                return;
            foreach (var subscription in _subscriptions)
                _ = SubscribeAsync(client, subscription);
        }
    }

    // The caller does not wait for it: one that is under way when the connection breaks may never be answered.
    private async Task SubscribeAsync(ConnectionMultiplexer client, Subscription subscription)
    {
        for (var said = false; client == Volatile.Read(ref _client);)
        {
            try
            {
                var subscriber = client.GetSubscriber();
                var subscribed = subscriber.SubscribeAsync(subscription.Channel, (_, message) => subscription.Notify($"{message}"));
                await Task.WhenAny(subscribed, Task.Delay(SubscribeTimeout, time, CancellationToken.None));
                if (subscribed.IsCompleted)
                {
                    await subscribed;
                    return;
                }

                subscriber.Unsubscribe(subscription.Channel, flags: CommandFlags.FireAndForget);
            }
            catch (Exception error)
            {
                if (!said)
                    LogNotListening(logger, error.Message);
                said = true;
                await Task.Delay(SubscribeTimeout, time, CancellationToken.None);
            }
        }
    }

    private readonly record struct Subscription(RedisChannel Channel, Action<string> Notify);

    [LoggerMessage(134, LogLevel.Warning,
        "The work signal of Redis cannot be subscribed to: {Reason} Work is found by polling, up to 2 s later.")]
    private static partial void LogNotListening(ILogger logger, string reason);
}
