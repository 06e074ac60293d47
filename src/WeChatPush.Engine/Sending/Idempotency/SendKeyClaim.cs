namespace WeChatPush.Sending;

/// <summary>What came of using a key.</summary>
/// <param name="State">What is known of it.</param>
/// <param name="Answer">What was answered, if it was.</param>
internal readonly record struct SendKeyClaim(SendKeyState State, ReadOnlyMemory<byte> Answer = default);
