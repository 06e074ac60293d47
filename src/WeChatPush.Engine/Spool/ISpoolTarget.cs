using WeChatPush.Inbox;

namespace WeChatPush.Spool;

/// <summary>Where a spool is emptied into: the shared inbox.</summary>
internal interface ISpoolTarget
{
    /// <summary>Whether the apps lie on several servers, so that one of them may be away for some apps only.</summary>
    bool IsPartitioned { get; }

    /// <summary>
    /// Appends many pushes of one app at once, in their order: what follows a push that was not taken is not taken either,
    /// so no user's pushes can change places.
    /// </summary>
    ValueTask<SpoolTransfer> TakeAsync(string app, IReadOnlyList<IncomingPush> pushes);

    /// <summary>Why it takes no writes of this app; <see langword="null"/>: it took one.</summary>
    ValueTask<string?> FindProblemAsync(string app, CancellationToken cancellationToken);
}

/// <summary>The outcome of a transfer.</summary>
/// <param name="Taken">Of each push, whether the shared store has it now; it may have had it before.</param>
/// <param name="Problem">Why some were not taken.</param>
internal readonly record struct SpoolTransfer(IReadOnlyList<bool> Taken, string? Problem);
