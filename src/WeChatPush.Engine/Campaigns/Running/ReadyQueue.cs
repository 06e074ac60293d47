namespace WeChatPush.Campaigns.Running;

/// <summary>Recipients that this run has taken, each with the moment at which its message may leave.</summary>
/// <param name="tolerance">How long after it the message may still leave.</param>
internal sealed class ReadyQueue(TimeSpan tolerance)
{
    private readonly PriorityQueue<Ready, TimeSpan> _queue = new();

    public int Count => _queue.Count;

    /// <summary>The last of the moments that were given out.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>When the next message may leave; <see langword="null"/>: none waits.</summary>
    public TimeSpan? Next => _queue.TryPeek(out _, out var slot) ? slot : null;

    /// <summary>Adds some, with slots that were asked for at a moment.</summary>
    public void Add(IEnumerable<Ready> recipients, Slots slots, TimeSpan askedAt)
    {
        var slot = askedAt + slots.StartsIn;
        foreach (var recipient in recipients)
        {
            _queue.Enqueue(recipient with { Slot = slot }, slot);
            slot += slots.Spacing;
            Until = slot > Until ? slot : Until;
        }
    }

    /// <summary>Takes out those whose moment has come, and those who missed it.</summary>
    public (List<Ready> Due, List<Ready> Late) TakeDue(TimeSpan now, int max)
    {
        var (due, late) = (new List<Ready>(), new List<Ready>());
        while (due.Count < max && _queue.TryPeek(out var recipient, out var slot) && slot <= now)
        {
            _queue.Dequeue();
            (now - slot > tolerance ? late : due).Add(recipient);
        }

        return (due, late);
    }

    /// <summary>Removes and returns all of them.</summary>
    public List<Ready> Clear()
    {
        var all = _queue.UnorderedItems.Select(item => item.Element).ToList();
        _queue.Clear();
        Until = default;
        return all;
    }
}

/// <summary>A recipient that this run has taken.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Tries">How many of the user's credits were tried before this one.</param>
/// <param name="Slot">When the message is to leave.</param>
internal readonly record struct Ready(ClaimedRecipient Recipient, int Tries, TimeSpan Slot = default);
