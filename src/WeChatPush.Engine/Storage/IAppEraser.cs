namespace WeChatPush.Storage;

/// <summary>One place in which something is stored under an app's name. Every step is bounded.</summary>
internal interface IAppEraser : ILogRewriter
{
    /// <summary>Erases what there is now; returns how much it was.</summary>
    ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken);
}
