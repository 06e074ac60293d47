namespace WeChatPush.Sending;

/// <summary>
/// The answer to the wish to renew a token: either it is the asker's turn, or there is a newer token already, or neither,
/// because another holder is renewing it.
/// </summary>
internal readonly record struct RefreshTurn(bool IsMine, StoredToken? Newer);
