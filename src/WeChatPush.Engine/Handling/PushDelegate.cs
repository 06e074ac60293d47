using WeChatPush.Handling;
using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>What every kind of handler comes down to.</summary>
internal delegate Task<HandlerOutcome> PushFunction(
    PushMessage message, PushSender sender, IServiceProvider services, CancellationToken cancellationToken);

/// <summary>A handler, the name it has in timelines and logs, and whether WeChat's request waits for its reply.</summary>
internal sealed record PushDelegate(string Name, bool Answers, PushFunction Invoke)
{
    /// <summary>The destination of the sends of all rules.</summary>
    public const string SendApi = "WeChat's API";

    /// <summary>
    /// What it waits for, and shares with other handlers of the same destination; <see langword="null"/>: it waits for nothing.
    /// </summary>
    public string? Destination { get; init; } = Name;

    /// <summary>Whether it is code of the host, which may block its thread.</summary>
    public bool MayBlock { get; init; }
}
