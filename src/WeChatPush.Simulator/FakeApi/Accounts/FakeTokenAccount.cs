namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>A token that is known to this process.</summary>
internal sealed class FakeToken(string text, string appId)
{
    public string Text => text;

    public string AppId => appId;

    public DateTimeOffset ExpiresAt { get; set; }

    public bool Revoked { get; set; }
}

/// <summary>The tokens of an AppId that are in use, and how often it has forced a refresh.</summary>
internal sealed class FakeTokenAccount
{
    private const int ForcedPerDay = 20;

    private static readonly TimeSpan ForcedInterval = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _forcedAt;
    private DateOnly _forcedDay;
    private int _forcedToday;

    public FakeToken? Stable { get; set; }

    public FakeToken? Fresh { get; set; }

    /// <summary>Stable tokens of an earlier process are revoked up to here.</summary>
    public DateTimeOffset StableRevokedUntil { get; private set; } = DateTimeOffset.MinValue;

    public void RevokeStable(DateTimeOffset now)
    {
        StableRevokedUntil = now;
        if (Stable is { } old)
            old.Revoked = true;
    }

    /// <summary>Makes a stable token of an earlier process the one in use, unless another has been issued since.</summary>
    public FakeToken Adopt(FakeToken earlier)
    {
        Stable ??= earlier;
        return earlier;
    }

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
