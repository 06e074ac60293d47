namespace WeChatPush.Storage;

/// <summary>A store whose log still holds what was deleted.</summary>
internal interface ILogRewriter
{
    /// <summary>Has the log of the store forget what was erased.</summary>
    ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken);
}
