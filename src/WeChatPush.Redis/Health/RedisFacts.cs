using System.Globalization;

namespace WeChatPush.Redis.Health;

/// <summary>
/// What a server reports about itself; <see langword="null"/>: it did not report it. Some hosts hide <c>CONFIG</c>, others
/// parts of <c>INFO</c>, so each fact is taken from wherever it can be had.
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

    /// <summary>The bytes of memory at which it takes no more writes; 0: no limit.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The bytes of memory it uses.</summary>
    public long? UsedMemory { get; init; }

    public bool? IsReplica { get; init; }

    /// <summary>How many replicas are connected to it and have what it has.</summary>
    public int? Replicas { get; init; }

    /// <summary>The commands that it, or the client, did not permit.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>Puts the facts together.</summary>
    /// <param name="info">The answer to <c>INFO</c>; <see langword="null"/>: it is forbidden.</param>
    /// <param name="config">Settings by name; <see langword="null"/>: <c>CONFIG GET</c> is forbidden.</param>
    public static RedisFacts Read(string? info, IReadOnlyDictionary<string, string>? config)
    {
        string[] forbidden = [.. info is null ? ["INFO"] : Array.Empty<string>(), .. config is null ? ["CONFIG"] : Array.Empty<string>()];
        info ??= "";
        config ??= new Dictionary<string, string>();
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
            MaxMemory = Number(config.GetValueOrDefault("maxmemory") ?? lines.GetValueOrDefault("maxmemory")),
            UsedMemory = Number(lines.GetValueOrDefault("used_memory")),
            Replicas = lines.ContainsKey("connected_slaves")
                ? lines.Count(line => line.Key.StartsWith("slave", StringComparison.Ordinal)
                    && line.Value.Contains("state=online", StringComparison.Ordinal))
                : null,
            IsReplica = Is(lines.GetValueOrDefault("role"), "slave"),
            Forbidden = forbidden,
        };
    }

    private static long? Number(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? Is(string? value, string word) => value is null ? null : value == word;
}
