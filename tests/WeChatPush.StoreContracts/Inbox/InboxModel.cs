using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>The inbox as one would draw it on paper: what every store must agree with, step by step.</summary>
internal sealed class InboxModel(TimeSpan lease)
{
    private readonly List<Entry> _pushes = [];
    private readonly Dictionary<string, DateTimeOffset> _remembered = [];
    private readonly Dictionary<string, (string? Key, DateTimeOffset Until)> _nonces = [];

    public IReadOnlyList<Entry> Pushes => _pushes;

    public void RememberNonce(string nonce, DateTimeOffset now, TimeSpan window) => TryTie(nonce, null, now, window);

    public AppendOutcome Append(
        string id, string key, string? user, DateTimeOffset now, TimeSpan window, string? nonce = null, TimeSpan nonceWindow = default)
    {
        if (nonce is not null && !TryTie(nonce, key, now, nonceWindow))
            return AppendOutcome.NonceReused;
        if (_remembered.TryGetValue(key, out var until) && until > now)
            return AppendOutcome.Duplicate;
        _remembered[key] = now + window;
        var entry = new Entry { Id = id, User = user, Order = _pushes.Count, ArrivedAt = now };
        _pushes.Add(entry);
        entry.DueAt = Head(user) == entry ? now : null;
        return AppendOutcome.Stored;
    }

    private bool TryTie(string nonce, string? key, DateTimeOffset now, TimeSpan window)
    {
        if (_nonces.TryGetValue(nonce, out var known) && known.Until > now)
            return known.Key is not null && known.Key == key;
        _nonces[nonce] = (key, now + window);
        return true;
    }

    public List<string> Claim(int max, DateTimeOffset now)
    {
        var due = _pushes.Where(push => push.DueAt <= now).OrderBy(push => push.DueAt).ThenBy(push => push.Order).Take(max).ToList();
        foreach (var push in due)
        {
            push.State = PushState.Processing;
            push.DueAt = now + lease;
            push.Attempts++;
            push.Fence++;
        }

        return [.. due.Select(push => push.Id)];
    }

    public bool Settle(string id, long fence, Settlement settlement, DateTimeOffset now)
    {
        var push = _pushes.Single(entry => entry.Id == id);
        if (push.State != PushState.Processing || push.Fence != fence)
            return false;
        switch (settlement)
        {
            case Settlement.Done:
                Finish(push, PushState.Done, now);
                break;
            case Settlement.DeadLetter:
                Finish(push, PushState.Dead, now);
                break;
            case Settlement.Retry retry:
                push.State = PushState.Retrying;
                push.DueAt = retry.At;
                push.Attempts -= retry.Counts ? 0 : 1;
                break;
            case Settlement.Defer defer:
                push.State = PushState.Queued;
                push.DueAt = defer.At;
                push.Attempts--;
                break;
            case Settlement.Release:
                push.State = push.Attempts > 1 ? PushState.Retrying : PushState.Queued;
                push.DueAt = now;
                push.Attempts--;
                break;
        }

        return true;
    }

    public void Replay(string id, DateTimeOffset now)
    {
        var push = _pushes.Single(entry => entry.Id == id);
        if (push.State == PushState.Processing)
        {
            push.Again = true;
            return;
        }

        if (push.State == PushState.Queued)
        {
            push.DueAt = push.DueAt > now ? now : push.DueAt;
            return;
        }

        var finished = push.State is PushState.Done or PushState.Dead;
        var waits = finished ? Open(push.User).Any(entry => entry.DueAt is not null) : push.DueAt is null;
        push.State = PushState.Queued;
        push.Attempts = 0;
        push.DueAt = waits ? null : now;
    }

    private void Finish(Entry push, PushState state, DateTimeOffset now)
    {
        if (push.Again)
        {
            (push.Again, push.State, push.Attempts, push.DueAt) = (false, PushState.Queued, 0, now);
            return;
        }

        (push.State, push.DueAt) = (state, null);
        if (push.User is not null && Head(push.User) is { DueAt: null } next)
            next.DueAt = next.ArrivedAt;
    }

    private Entry? Head(string? user) =>
        user is null ? _pushes[^1] : Open(user).OrderBy(push => push.DueAt is null).ThenBy(push => push.Order).FirstOrDefault();

    private IEnumerable<Entry> Open(string? user) => user is null
        ? []
        : _pushes.Where(push => push.User == user && push.State is not (PushState.Done or PushState.Dead));

    internal sealed class Entry
    {
        public required string Id { get; init; }

        public required string? User { get; init; }

        public required int Order { get; init; }

        public required DateTimeOffset ArrivedAt { get; init; }

        public PushState State { get; set; }

        public DateTimeOffset? DueAt { get; set; }

        public int Attempts { get; set; }

        public long Fence { get; set; }

        public bool Again { get; set; }
    }
}
