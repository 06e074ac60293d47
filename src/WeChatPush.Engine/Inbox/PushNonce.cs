using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>
/// The timestamp and nonce of a plaintext request. Their signature does not cover the body, so a store remembers with which
/// push they came: with another one they are refused.
/// </summary>
/// <param name="Key">What identifies the pair within the app.</param>
/// <param name="Window">For how long it is remembered: at least until its timestamp is stale for every kind of push.</param>
internal readonly record struct PushNonce(PushKey Key, TimeSpan Window);
