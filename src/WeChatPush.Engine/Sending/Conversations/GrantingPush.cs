namespace WeChatPush.Sending;

/// <summary>The push that opened a window.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsMessage">Whether the user wrote it, and may wait for an answer.</param>
internal readonly record struct GrantingPush(string Id, bool IsMessage);
