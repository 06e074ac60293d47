namespace WeChatPush.Inbox;

/// <summary>Puts dead letters into groups, some at a time: the store does other things in between.</summary>
internal sealed class DeadLetterGrouping(IDeadLetterStore store, IPushHistory history) : IDeadLetters
{
    private const int PageSize = 500;
    private const int MaxGroups = 2000;
    private const int MaxSamples = 3;
    private const int Hours = 24;

    /// <inheritdoc/>
    public async ValueTask<DeadLetterGroups> GroupAsync(string app, int limit, CancellationToken cancellationToken)
    {
        var now = await store.ReadClockAsync(app, cancellationToken);
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        DateTimeOffset? last = null;
        var looked = 0;
        for (long? before = long.MaxValue; before is { } from && looked < DeadLetterGroups.MaxLooked && groups.Count < MaxGroups;)
        {
            var page = await store.ReadNewestAsync(app, from, PageSize, cancellationToken);
            foreach (var push in page.Items)
                Add(groups, push, now);
            (before, looked) = (page.Next, looked + PageSize);
            last = page.Next is null ? null : page.Items.Count > 0 ? page.Items[^1].ReceivedAt : last;
        }

        var largest = groups.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(limit).ToList();
        var successes = largest.Count == 0
            ? null
            : await RecentSuccesses.ReadAsync(history, app, largest.Min(group => group.Value.Last), cancellationToken);
        var items = new List<DeadLetterGroup>();
        foreach (var (reason, group) in largest)
        {
            var since = successes is null ? null : await successes.FindAsync(group.Kinds, group.Last, cancellationToken);
            items.Add(group.ToView(reason) with { SucceedsAgainSince = since });
        }

        return new(items, last, Math.Max(0, groups.Count - limit));
    }

    private static void Add(Dictionary<string, Group> groups, DeadLetter push, DateTimeOffset now)
    {
        var reason = DeadLetterReason.Normalize(push.Reason);
        if (!groups.TryGetValue(reason, out var group))
            groups.Add(reason, group = new() { First = push.DiedAt, Last = push.DiedAt });
        group.Count++;
        group.Kinds.Add((push.MsgType, push.Event));
        group.First = push.DiedAt < group.First ? push.DiedAt : group.First;
        group.Last = push.DiedAt > group.Last ? push.DiedAt : group.Last;
        if (group.Samples.Count < MaxSamples)
            group.Samples.Add(push.Id);
        if (Math.Max(0, (now - push.DiedAt).TotalHours) is < Hours and var ago)
            group.ByHour[Hours - 1 - (int)ago]++;
    }

    private sealed class Group
    {
        public int Count { get; set; }

        public DateTimeOffset First { get; set; }

        public DateTimeOffset Last { get; set; }

        public HashSet<(string MsgType, string? Event)> Kinds { get; } = [];

        public List<string> Samples { get; } = [];

        public int[] ByHour { get; } = new int[Hours];

        public DeadLetterGroup ToView(string reason) => new()
        {
            Key = DeadLetterReason.KeyOf(reason),
            Reason = reason,
            Count = Count,
            First = First,
            Last = Last,
            Samples = Samples,
            Hours = ByHour,
        };
    }
}
