namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>
/// Access tokens with WeChat's rules. The stable token stays the same until shortly before its end; a forced refresh
/// revokes it at once, at most every 30 seconds and 20 times a day. The older API issues a new token per call and keeps
/// the one before valid for five minutes. The two do not touch each other. A token that an earlier process issued is
/// good until its end (<see cref="FakeTokenText"/>), unless this one has revoked it.
/// </summary>
public sealed class FakeTokens(TimeProvider time)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeToken> _issued = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FakeTokenAccount> _accounts = new(StringComparer.Ordinal);

    // Tokens of an earlier process are not known one by one, so they are revoked by the time of their issue.
    private DateTimeOffset _revokedUntil = DateTimeOffset.MinValue;

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
            _revokedUntil = time.GetUtcNow();
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

            if (force)
                account.RevokeStable(now);
            if (account.Stable is not { Revoked: false } current || current.ExpiresAt - now <= Overlap)
                account.Stable = Issue(appId, now, isStable: true);

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

            account.Fresh = Issue(appId, now, isStable: false);
            return (account.Fresh.Text, (int)Lifetime.TotalSeconds);
        }
    }

    internal FakeAnswer? Check(string? token, out string? appId)
    {
        appId = null;
        if (string.IsNullOrEmpty(token))
            return FakeAnswer.Error(41001, "access_token missing");
        if (!token.StartsWith(FakeTokenText.Prefix, StringComparison.Ordinal))
            return FakeAnswer.Error(40014, "invalid access_token");

        lock (_gate)
        {
            if (Find(token) is not { Revoked: false } issued)
                return FakeAnswer.Error(40001, "invalid credential, access_token is invalid or not latest");

            appId = issued.AppId;
            return issued.ExpiresAt <= time.GetUtcNow() ? FakeAnswer.Error(42001, "access_token expired") : null;
        }
    }

    private FakeTokenAccount Get(string appId) =>
        _accounts.TryGetValue(appId, out var account) ? account : _accounts[appId] = new FakeTokenAccount();

    private FakeToken Issue(string appId, DateTimeOffset now, bool isStable)
    {
        var token = new FakeTokenText(appId, isStable, now, now + Lifetime);
        IssuedCount++;
        return Add(token.Write(), token);
    }

    private FakeToken Add(string text, FakeTokenText token) =>
        _issued[text] = new FakeToken(text, token.AppId) { ExpiresAt = token.ExpiresAt };

    private FakeToken? Find(string text)
    {
        if (_issued.TryGetValue(text, out var known))
            return known;
        if (FakeTokenText.Read(text) is not { } earlier || earlier.IssuedAt <= _revokedUntil)
            return null;

        var account = Get(earlier.AppId);
        if (!earlier.IsStable)
            return Add(text, earlier);
        return earlier.IssuedAt <= account.StableRevokedUntil ? null : account.Adopt(Add(text, earlier));
    }

    private void Change(string? appId, Action<FakeToken> change)
    {
        lock (_gate)
        {
            _revokedUntil = time.GetUtcNow();
            foreach (var token in _issued.Values.Where(token => appId is null || token.AppId == appId))
                change(token);
        }
    }
}
