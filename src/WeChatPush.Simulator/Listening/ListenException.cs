namespace WeChatPush.Simulator.Listening;

/// <summary>Why a server cannot be listened to.</summary>
internal sealed class ListenException(string message) : Exception(message);
