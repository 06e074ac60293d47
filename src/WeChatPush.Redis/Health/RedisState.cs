namespace WeChatPush.Redis.Health;

/// <summary>What the last look at the server found.</summary>
internal sealed class RedisState
{
    private volatile Look _last = new(null, [], "it has not been looked at yet");

    public Look Last
    {
        get => _last;
        set => _last = value;
    }

    /// <summary>One look: the facts, the findings, and why they could not be read.</summary>
    internal sealed record Look(RedisFacts? Facts, IReadOnlyList<RedisFinding> Findings, string? Problem);
}
