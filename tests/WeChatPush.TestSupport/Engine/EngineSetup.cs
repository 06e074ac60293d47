using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.TestSupport.Engine;

/// <summary>How an engine under test is set up. Without a word: one app <c>shop</c> in plaintext mode.</summary>
internal sealed record EngineSetup
{
    public const string Token = "tokenOfTheEngine";
    public const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    public const string Secret = "secretOfTheEngine0123456789";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Instead of WeChat.</summary>
    public ICustomerMessages? Messages { get; init; }

    public Action<PushHandlers>? Handlers { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Keys below <c>WeChatPush:</c>.</summary>
    public IEnumerable<(string Key, string? Value)> Settings { get; init; } = [];

    /// <summary>The connection string of a shared store; without one the engine keeps to itself.</summary>
    public string? Redis { get; init; }

    public TemporaryDirectory Data { get; } = new();

    /// <summary>Whether another engine goes on with the data.</summary>
    public bool KeepsData { get; init; }

    /// <summary>The settings of an app with its own AppId and the secrets above.</summary>
    public static IEnumerable<(string Key, string? Value)> App(
        string name, WireMode mode = WireMode.Plaintext, params IEnumerable<(string Key, string? Value)> more)
    {
        yield return ($"Apps:{name}:AppId", Console(name).AppId);
        yield return ($"Apps:{name}:AppSecret", Secret);
        yield return ($"Apps:{name}:Token", Token);
        if (mode != WireMode.Plaintext)
            yield return ($"Apps:{name}:EncodingAesKey", Key);
        if (mode == WireMode.Compatible)
            yield return ($"Apps:{name}:Mode", "Compatible");
        foreach (var (key, value) in more)
            yield return ($"Apps:{name}:{key}", value);
    }

    /// <summary>The same app, seen from WeChat's side.</summary>
    public static SimulatedApp Console(
        string name, WireMode mode = WireMode.Plaintext, PushFormat format = PushFormat.Json) => new()
    {
        Name = name,
        AppId = $"wx{name}0123456789",
        Token = Token,
        EncodingAesKey = Key,
        Mode = mode,
        Format = format,
        PushUrl = new Uri("http://localhost"),
    };

    public Dictionary<string, string?> ToConfiguration()
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in App("shop").Append(("DataDirectory", Data.Path)).Append(("Receiving:MaxWait", "00:00:05")).Concat(Settings))
            values[$"WeChatPush:{key}"] = value;
        values["ConnectionStrings:Redis"] = Redis;
        return values;
    }
}
