namespace WeChatPush.Sending;

/// <summary>What came of a send with a key.</summary>
/// <param name="State">What was known of the key.</param>
/// <param name="Result">How the send ended; <see langword="null"/>: nothing may be sent with the key, and the state says why.</param>
public sealed record KeyedSend(SendKeyState State, SendResult? Result);
