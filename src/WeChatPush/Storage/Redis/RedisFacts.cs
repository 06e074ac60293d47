namespace WeChatPush.Storage.Redis;

/// <summary>
/// What a server says of itself; <see langword="null"/>: it did not say. Some hosts hide <c>CONFIG</c>, others parts of
/// <c>INFO</c>, so each fact is taken from wherever it can be had.
/// </summary>
internal sealed record RedisFacts
{
    public Version? Version { get; init; }

    /// <summary>Whether it keeps an append-only file.</summary>
    public bool? Appends { get; init; }

    /// <summary>How the append-only file is synced: <c>always</c>, <c>everysec</c>, <c>no</c>.</summary>
    public string? Syncs { get; init; }

    /// <summary>Whether the last write to that file succeeded.</summary>
    public bool? WritesWell { get; init; }

    /// <summary>What it does when its memory is full.</summary>
    public string? Eviction { get; init; }

    public bool? IsReplica { get; init; }

    /// <summary>Puts the facts together.</summary>
    /// <param name="info">The answer to <c>INFO</c>.</param>
    /// <param name="config">Settings by name, those that could be had.</param>
    public static RedisFacts Read(string info, IReadOnlyDictionary<string, string> config)
    {
        var lines = info.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new RedisFacts
        {
            Version = Version.TryParse(lines.GetValueOrDefault("redis_version"), out var version) ? version : null,
            Appends = Is(config.GetValueOrDefault("appendonly"), "yes")
                ?? Is(lines.GetValueOrDefault("aof_enabled"), "1"),
            Syncs = config.GetValueOrDefault("appendfsync"),
            WritesWell = Is(lines.GetValueOrDefault("aof_last_write_status"), "ok"),
            Eviction = config.GetValueOrDefault("maxmemory-policy") ?? lines.GetValueOrDefault("maxmemory_policy"),
            IsReplica = Is(lines.GetValueOrDefault("role"), "slave"),
        };
    }

    private static bool? Is(string? value, string word) => value is null ? null : value == word;
}
