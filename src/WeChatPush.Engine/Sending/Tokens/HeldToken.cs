namespace WeChatPush.Sending;

/// <summary>
/// An access token that this instance has. Its age is measured, not read off the clock: a clock that is set neither
/// discards a valid token nor keeps an expired one.
/// </summary>
internal sealed class HeldToken
{
    /// <summary>
    /// A token of WeChat is valid for two hours; anything beyond a day is a broken clock or a broken answer.
    /// </summary>
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxMargin = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly long _since;
    private readonly TimeSpan _life;
    private readonly TimeSpan _refreshAfter;

    private HeldToken(
        string value, TimeSpan life, TimeSpan refreshAfter, long since, bool wasFetched, TimeProvider time)
    {
        Value = value;
        WasFetched = wasFetched;
        ExpiresAt = time.GetUtcNow() + life;
        RefreshAt = time.GetUtcNow() + refreshAfter;
        _time = time;
        _since = since;
        _life = life;
        _refreshAfter = refreshAfter;
    }

    /// <summary>The token.</summary>
    public string Value { get; }

    /// <summary>Whether this instance fetched it itself, rather than found it in the store.</summary>
    public bool WasFetched { get; }

    /// <summary>When it runs out, for others to see.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>When it is to be renewed, for others to see.</summary>
    public DateTimeOffset RefreshAt { get; }

    /// <summary>Whether it still works.</summary>
    public bool IsAlive => _time.GetElapsedTime(_since) < _life;

    /// <summary>Whether it is time to renew it.</summary>
    public bool IsDue => _time.GetElapsedTime(_since) >= _refreshAfter;

    /// <summary>
    /// A token fresh from WeChat. It is renewed five minutes before its end, which is when WeChat begins to issue
    /// the next one; of a shorter lifetime, a tenth is kept as the margin.
    /// </summary>
    /// <param name="value">The token.</param>
    /// <param name="life">The lifetime that WeChat gives.</param>
    /// <param name="since">The timestamp before the call: its lifetime may have begun any time after that.</param>
    /// <param name="time">The clock.</param>
    public static HeldToken Fetched(string value, TimeSpan life, long since, TimeProvider time)
    {
        life = Clamp(life, MaxLifetime);
        return new(value, life, life - Clamp(life / 10, MaxMargin), since, wasFetched: true, time);
    }

    /// <summary>A token another instance, or an earlier run of this one, left in the store.</summary>
    /// <param name="value">The token.</param>
    /// <param name="token">What was stored of it.</param>
    /// <param name="time">The clock.</param>
    public static HeldToken Found(string value, StoredToken token, TimeProvider time)
    {
        var life = Clamp(token.ExpiresAt - time.GetUtcNow(), MaxLifetime);
        var refreshAfter = Clamp(token.RefreshAt - time.GetUtcNow(), life);
        return new(value, life, refreshAfter, time.GetTimestamp(), wasFetched: false, time);
    }

    /// <summary>The form in which others find it.</summary>
    public StoredToken ToStored(TokenSeal seal) => new(seal.Seal(Value)!, RefreshAt, ExpiresAt);

    private static TimeSpan Clamp(TimeSpan span, TimeSpan most) =>
        span < TimeSpan.Zero ? TimeSpan.Zero : span > most ? most : span;
}
