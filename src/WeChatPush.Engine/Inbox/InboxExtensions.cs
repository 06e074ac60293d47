namespace WeChatPush.Inbox;

/// <summary>Shorter ways to the inbox.</summary>
internal static class InboxExtensions
{
    /// <summary>Claims without regard to what an app holds already.</summary>
    public static ValueTask<ClaimResult> ClaimAsync(
        this IInbox inbox, int max, ClaimScope scope, CancellationToken cancellationToken) =>
        inbox.ClaimAsync(max, scope, AppQuota.Unlimited, cancellationToken);
}
