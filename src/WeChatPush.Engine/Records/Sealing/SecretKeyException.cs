namespace WeChatPush.Records;

/// <summary>What is stored is sealed with another key than the one that was given, or with one that was not given at all.</summary>
public sealed class SecretKeyException(string message) : Exception(message);
