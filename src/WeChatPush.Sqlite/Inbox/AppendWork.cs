using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The check of the nonce, deduplication and append, in the one transaction that makes all durable.</summary>
internal sealed class AppendWork(AppendLog log, IncomingPush push, CancellationToken cancellationToken)
    : SqliteWork<AppendOutcome>
{
    public override bool CompletesInTurn => true;

    // A caller that stopped waiting answers that nothing was stored: let that be true where it still can be.
    protected override AppendOutcome Execute(SqliteSession session) =>
        cancellationToken.IsCancellationRequested ? AppendOutcome.Abandoned : Append(session, log, push);

    /// <summary>Appends in the transaction that is running.</summary>
    public static AppendOutcome Append(SqliteSession session, AppendLog log, IncomingPush push)
    {
        var receivedAt = push.ReceivedAt.ToUnixTimeMilliseconds();
        var until = receivedAt + (long)push.Window.TotalMilliseconds;
        if (push.Nonce is { } nonce && !log.TryTie(session, push.App, nonce, push.Key, receivedAt))
            return AppendOutcome.NonceReused;
        if (!log.TryAdd(session, push.App, push.Key, until, receivedAt))
        {
            return AwaitingReply.TryAgain(session, KeyBytes.From(push.Key), receivedAt)
                ? AppendOutcome.DuplicateAwaitingReply
                : AppendOutcome.Duplicate;
        }

        if (push.AwaitsReply)
            AwaitingReply.Insert(session, push, until, receivedAt);
        else
            log.Add(push, receivedAt);
        return AppendOutcome.Stored;
    }
}
