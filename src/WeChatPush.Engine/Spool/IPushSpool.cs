using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Spool;

/// <summary>
/// Pushes on this instance's own disk that the shared store has not taken yet: fsynced before they are acknowledged,
/// kept until the shared store has answered for each.
/// </summary>
internal interface IPushSpool : ISpoolDepth, IUserEraser, IAppEraser
{
    /// <summary>Pushes that wait for the shared store.</summary>
    int Count { get; }

    /// <summary>Bytes of their bodies.</summary>
    long Bytes { get; }

    /// <summary>Whether no more pushes are taken: there are too many, or they are too large.</summary>
    bool IsFull { get; }

    /// <summary>The apps whose pushes wait.</summary>
    IReadOnlyCollection<string> Apps { get; }

    /// <summary>Completes at the next release.</summary>
    Task Released { get; }

    /// <summary>Whether a push of this user waits; the user's next one must queue behind it.</summary>
    bool Holds(string app, string? openId);

    /// <summary>Keeps a push. When it returns, the push is on disk.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The spool is full, or its disk is.</exception>
    /// <exception cref="OperationCanceledException">The caller's time was over before the disk was done.</exception>
    ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken);

    /// <summary>The oldest pushes of an app, in order.</summary>
    ValueTask<List<SpooledPush>> PeekAsync(string app, int max, CancellationToken cancellationToken);

    /// <summary>
    /// The shared store has these, so the next pushes of their users may go there too, behind them. They are still to
    /// be removed.
    /// </summary>
    void Release(IReadOnlyCollection<SpooledPush> taken);

    /// <summary>Forgets what was released.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It is still here and will be handed over again.</exception>
    ValueTask RemoveAsync(IReadOnlyCollection<SpooledPush> released);

    /// <summary>Why its disk takes no writes; <see langword="null"/>: it took one.</summary>
    ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken);
}

/// <summary>A push in the spool, and its place there.</summary>
internal sealed record SpooledPush(long Seq, IncomingPush Push);
