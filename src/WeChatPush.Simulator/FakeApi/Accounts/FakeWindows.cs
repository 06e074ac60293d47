namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>
/// Who may be sent customer-service messages until when, and how many. A user's message allows 5 within 48 hours,
/// entering the session 2 within one minute. Grants do not add up: the larger remainder and the later end hold.
/// </summary>
public sealed class FakeWindows(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>The user sent a message.</summary>
    public void UserMessaged(string openId) => Grant(openId, 5, TimeSpan.FromHours(48));

    /// <summary>The user opened the customer-service session.</summary>
    public void UserEntered(string openId) => Grant(openId, 2, TimeSpan.FromMinutes(1));

    /// <summary>Messages left for this user; null for a user who was never seen.</summary>
    public int? Remaining(string openId)
    {
        lock (_gate)
        {
            return _windows.TryGetValue(openId, out var window)
                ? window.Until > time.GetUtcNow() ? window.Remaining : 0
                : null;
        }
    }

    internal void Clear()
    {
        lock (_gate)
            _windows.Clear();
    }

    /// <summary>Uses up one message; a user who was never seen is not limited.</summary>
    internal FakeAnswer? Spend(string openId)
    {
        lock (_gate)
        {
            if (!_windows.TryGetValue(openId, out var window))
                return null;
            if (window.Until <= time.GetUtcNow())
                return FakeAnswer.Error(45015, "response out of time limit or subscription is canceled");
            if (window.Remaining == 0)
                return FakeAnswer.Error(45047, "out of response count limit");

            _windows[openId] = window with { Remaining = window.Remaining - 1 };
            return null;
        }
    }

    private void Grant(string openId, int messages, TimeSpan length)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var open = _windows.TryGetValue(openId, out var window) && window.Until > now ? window : new Window(0, now);
            var until = now + length;
            _windows[openId] = new Window(
                Math.Max(open.Remaining, messages), open.Until > until ? open.Until : until);
        }
    }

    private readonly record struct Window(int Remaining, DateTimeOffset Until);
}
