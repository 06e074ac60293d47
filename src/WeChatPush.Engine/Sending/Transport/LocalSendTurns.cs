using WeChatPush.Coordination;

namespace WeChatPush.Sending;

/// <summary>The turns within one instance.</summary>
internal sealed class LocalSendTurns : ISendTurns
{
    private readonly KeyedLock<(string App, string OpenId)> _users = new();

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> TakeAsync(
        string app, string openId, CancellationToken cancellationToken) =>
        new Turn(await _users.AcquireAsync((app, openId), cancellationToken));

    private sealed class Turn(KeyedLock<(string App, string OpenId)>.Holder holder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            holder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
