using WeChatPush.Inbox;

namespace WeChatPush.Spool;

/// <summary>Where a spool is emptied into: the shared inbox.</summary>
internal interface ISpoolTarget
{
    /// <summary>
    /// Appends many at once, in their order: of one app, what follows a push that was not taken is not taken either, so
    /// no user's pushes can change places.
    /// </summary>
    ValueTask<SpoolTransfer> TakeAsync(IReadOnlyList<IncomingPush> pushes);
}

/// <summary>The outcome of a drain.</summary>
/// <param name="Taken">Of each push, whether the shared store has it now; it may have had it before.</param>
/// <param name="Problem">Why some were not taken.</param>
internal readonly record struct SpoolTransfer(IReadOnlyList<bool> Taken, string? Problem);
