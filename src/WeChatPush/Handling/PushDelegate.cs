using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>What every kind of handler comes down to.</summary>
internal delegate Task PushFunction(
    PushMessage message, PushSender sender, IServiceProvider services, CancellationToken cancellationToken);

/// <summary>A handler and the name it has in timelines and logs.</summary>
internal sealed record PushDelegate(string Name, PushFunction Invoke);
