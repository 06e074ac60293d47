using System.Collections.Concurrent;
using System.Text;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>The batchers of a store's shared scripts, one for each script and hash tag.</summary>
/// <param name="redis">The connection.</param>
/// <param name="deadline">How long a batch may take.</param>
internal sealed class ScriptBatchers(RedisConnection redis, TimeSpan deadline)
{
    private readonly ConcurrentDictionary<(RedisScript Script, string App), ScriptBatcher> _batchers = new();

    /// <summary>Runs the step of a shared script on an app's keys, together with what others ask at the same time.</summary>
    /// <inheritdoc cref="ScriptBatcher.RunAsync"/>
    /// <param name="script">The script.</param>
    /// <param name="app">The app.</param>
    /// <param name="arguments"/>
    /// <param name="inTurn"/>
    public Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments, bool inTurn = false) =>
        _batchers.GetOrAdd(
            (script, app),
            static (key, of) => new ScriptBatcher(of.Redis, key.Script, [Encoding.UTF8.GetBytes($"{{{key.App}}}")], of.Deadline),
            (Redis: redis, Deadline: deadline)).RunAsync(arguments, inTurn);
}
