namespace WeChatPush.Inbox;

/// <summary>Puts dead letters into groups, some at a time: the store does other things in between.</summary>
internal sealed class DeadLetterGrouping(IDeadLetterStore store) : IDeadLetters
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

        var sorted = groups.OrderByDescending(group => group.Value.Count).ThenBy(group => group.Key, StringComparer.Ordinal);
        return new([.. sorted.Take(limit).Select(group => group.Value.ToView(group.Key))], last, Math.Max(0, groups.Count - limit));
    }

    private static void Add(Dictionary<string, Group> groups, DeadLetter push, DateTimeOffset now)
    {
        var reason = DeadLetterReason.Normalize(push.Reason);
        if (!groups.TryGetValue(reason, out var group))
            groups.Add(reason, group = new() { First = push.DiedAt, Last = push.DiedAt });
        group.Count++;
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
