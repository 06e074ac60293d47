namespace WeChatPush.Handling;

/// <summary>A handler answers a push that is about no user. It would fail in the same way on every attempt.</summary>
internal sealed class NoUserException() : InvalidOperationException("this push is about no user, so a send has no recipient");
