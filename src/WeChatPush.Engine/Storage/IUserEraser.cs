namespace WeChatPush.Storage;

/// <summary>One place in which something is stored about users. Every step is bounded.</summary>
internal interface IUserEraser : ILogRewriter
{
    /// <summary>Erases what there is now; returns how much it was.</summary>
    ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken);
}
