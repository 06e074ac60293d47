using System.Security.Cryptography;

namespace WeChatPush.Simulator.FakeApi;

/// <summary>
/// Access tokens with WeChat's rules. The stable token stays the same until shortly before its end; a forced refresh
/// kills it at once, at most every 30 seconds and 20 times a day. The older API issues a new token per call and lets
/// the one before live on for five minutes. The two do not touch each other.
/// </summary>
public sealed class FakeTokens(TimeProvider time)
{
    private const string Prefix = "sim_";
    private const int ForcedPerDay = 20;

    private static readonly TimeSpan ForcedInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Issued> _issued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(7200);

    /// <summary>How many tokens were issued.</summary>
    public int IssuedCount { get; private set; }

    /// <summary>Makes tokens invalid, as a call of another server would: the next use is 40001.</summary>
    public void Revoke(string? appId = null) => Change(appId, token => token.Revoked = true);

    /// <summary>Ends tokens before their time: the next use is 42001.</summary>
    public void Expire(string? appId = null) => Change(appId, token => token.ExpiresAt = time.GetUtcNow());

    internal void Clear()
    {
        lock (_gate)
        {
            _issued.Clear();
            _accounts.Clear();
            IssuedCount = 0;
        }
    }

    internal (string Token, int ExpiresIn)? Stable(string appId, bool force)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var account = Get(appId);
            if (force && !account.TryForce(now, out var tooSoon))
            {
                if (!tooSoon)
                    return null;
                force = false; // WeChat does not refuse a hasty refresh: it answers the token it has.
            }

            if (force && account.Stable is { } old)
                old.Revoked = true;
            if (force || account.Stable is not { Revoked: false } current || current.ExpiresAt - now <= Overlap)
                account.Stable = Issue(appId, now);

            return (account.Stable!.Text, (int)(account.Stable.ExpiresAt - now).TotalSeconds);
        }
    }

    internal (string Token, int ExpiresIn) Fresh(string appId)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var account = Get(appId);
            if (account.Fresh is { } old && old.ExpiresAt > now + Overlap)
                old.ExpiresAt = now + Overlap;

            account.Fresh = Issue(appId, now);
            return (account.Fresh.Text, (int)Lifetime.TotalSeconds);
        }
    }

    internal FakeAnswer? Check(string? token, out string? appId)
    {
        appId = null;
        if (string.IsNullOrEmpty(token))
            return FakeAnswer.Error(41001, "access_token missing");
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
            return FakeAnswer.Error(40014, "invalid access_token");

        lock (_gate)
        {
            if (!_issued.TryGetValue(token, out var issued) || issued.Revoked)
                return FakeAnswer.Error(40001, "invalid credential, access_token is invalid or not latest");

            appId = issued.AppId;
            return issued.ExpiresAt <= time.GetUtcNow() ? FakeAnswer.Error(42001, "access_token expired") : null;
        }
    }

    private Account Get(string appId) =>
        _accounts.TryGetValue(appId, out var account) ? account : _accounts[appId] = new Account();

    private Issued Issue(string appId, DateTimeOffset now)
    {
        var text = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(64));
        IssuedCount++;
        return _issued[text] = new Issued(text, appId) { ExpiresAt = now + Lifetime };
    }

    private void Change(string? appId, Action<Issued> change)
    {
        lock (_gate)
        {
            foreach (var token in _issued.Values.Where(token => appId is null || token.AppId == appId))
                change(token);
        }
    }

    private sealed class Issued(string text, string appId)
    {
        public string Text => text;

        public string AppId => appId;

        public DateTimeOffset ExpiresAt { get; set; }

        public bool Revoked { get; set; }
    }

    private sealed class Account
    {
        private DateTimeOffset? _forcedAt;
        private DateOnly _forcedDay;
        private int _forcedToday;

        public Issued? Stable { get; set; }

        public Issued? Fresh { get; set; }

        public bool TryForce(DateTimeOffset now, out bool tooSoon)
        {
            tooSoon = _forcedAt is { } last && now - last < ForcedInterval;
            if (tooSoon)
                return false;

            var today = ChinaTime.DayOf(now);
            _forcedToday = _forcedDay == today ? _forcedToday + 1 : 1;
            _forcedDay = today;
            if (_forcedToday > ForcedPerDay)
                return false;

            _forcedAt = now;
            return true;
        }
    }
}
