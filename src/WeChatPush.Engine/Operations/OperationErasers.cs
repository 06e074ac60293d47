using WeChatPush.Storage;

namespace WeChatPush.Operations;

/// <summary>Erases the operations of an app; how far they had come the store erases.</summary>
internal sealed class OperationAppEraser(OperationBook book) : IAppEraser
{
    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var erased = 0;
        await book.ChangeAsync(
            app,
            known =>
            {
                erased = known.Count;
                return erased == 0 ? null : [];
            },
            cancellationToken);
        return new() { Others = erased };
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => ValueTask.FromResult(LogRewrite.Done);
}

/// <summary>Erases reasons that name a user. Filters name no one.</summary>
internal sealed class OperationUserEraser(OperationBook book) : IUserEraser
{
    /// <inheritdoc/>
    public async ValueTask<UserErasure> EraseAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var user = new NamedUser(openId);
        await book.ChangeAsync(
            app,
            known => known.Any(operation => user.IsIn(operation.Reason))
                ? [.. known.Select(operation => user.IsIn(operation.Reason) ? operation with { Reason = null } : operation)]
                : null,
            cancellationToken);
        return new();
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => ValueTask.FromResult(LogRewrite.Done);
}
