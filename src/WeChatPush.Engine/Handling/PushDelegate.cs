using WeChatPush.Handling;
using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>What every kind of handler comes down to.</summary>
internal delegate Task<HandlerOutcome> PushFunction(
    PushMessage message, PushSender sender, IServiceProvider services, CancellationToken cancellationToken);

/// <summary>A handler, the name it has in timelines and logs, and whether WeChat's request waits for its reply.</summary>
internal sealed record PushDelegate(string Name, bool Answers, PushFunction Invoke);
