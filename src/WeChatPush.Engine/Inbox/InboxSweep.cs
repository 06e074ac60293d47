using WeChatPush.Coordination;

namespace WeChatPush.Inbox;

/// <summary>Identities whose window is over, and pushes whose retention is over.</summary>
internal sealed class InboxSweep(IInbox inbox) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old pushes";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await inbox.SweepAsync(max, cancellationToken) > 0;
}
