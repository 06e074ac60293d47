namespace WeChatPush.Coordination;

/// <summary>
/// Threads of the pool for whatever blocks them, so that everything else has its usual ones. The pool adds a thread to those
/// it has at once only twice a second, and the push URL waits for one like everybody.
/// </summary>
internal static class ReservedThreads
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Owners = new(StringComparer.Ordinal);
    private static int _reserved;

    /// <summary>Lets the pool have at once as many threads as this and all others may block, beside its usual ones.</summary>
    /// <param name="owner">Who blocks them; a later call with the same owner may raise its number.</param>
    /// <param name="threads">How many at most.</param>
    public static void Reserve(string owner, int threads)
    {
        lock (Gate)
        {
            var more = threads - Owners.GetValueOrDefault(owner);
            if (more <= 0)
                return;
            Owners[owner] = threads;
            _reserved += more;
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(Math.Max(workers, _reserved + Environment.ProcessorCount), completions);
        }
    }
}
