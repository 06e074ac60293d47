namespace WeChatPush.Inbox;

/// <summary>Which of an app's youngest pushes are done: whether it is over, what made others dead letters.</summary>
internal sealed class RecentSuccesses
{
    private const int MaxLooked = 1000;
    private const int PageSize = 200;

    // One that is done may have been discarded, or had no handler, which its timeline says alone.
    private const int MaxTries = 3;

    private readonly IPushHistory _history;
    private readonly string _app;
    private readonly List<PushSummary> _done;

    private RecentSuccesses(IPushHistory history, string app, List<PushSummary> done) => (_history, _app, _done) = (history, app, done);

    /// <summary>Looks at pushes that arrived after a time.</summary>
    public static async ValueTask<RecentSuccesses> ReadAsync(
        IPushHistory history, string app, DateTimeOffset after, CancellationToken cancellationToken)
    {
        var done = new List<PushSummary>();
        string? cursor = null;
        for (var looked = 0; looked < MaxLooked; looked += PageSize)
        {
            var page = await history.ListAsync(app, new() { Limit = PageSize, Cursor = cursor }, cancellationToken);
            done.AddRange(page.Items.Where(push => push.State == PushState.Done && push.ReceivedAt > after));
            cursor = page.Next;
            if (cursor is null || page.Items.Count == 0 || page.Items[^1].ReceivedAt <= after)
                break;
        }

        done.Reverse();
        return new(history, app, done);
    }

    /// <summary>When the first one of these kinds arrived after a time that was handled.</summary>
    public async ValueTask<DateTimeOffset?> FindAsync(
        IReadOnlySet<(string MsgType, string? Event)> kinds, DateTimeOffset after, CancellationToken cancellationToken)
    {
        foreach (var push in _done.Where(push => push.ReceivedAt > after && kinds.Contains((push.MsgType, push.Event))).Take(MaxTries))
        {
            var found = await _history.FindAsync(_app, push.Id, cancellationToken);
            if (found?.Timeline[^1] is { What: "done", Detail: not Settlement.NoHandler })
                return push.ReceivedAt;
        }

        return null;
    }
}
