using System.Text.Json.Serialization;
using WeChatPush.Admin;
using WeChatPush.Server.Admin;

namespace WeChatPush.Server.Api.Keys;

/// <summary>A key of the admin API; the key itself only in the answer that made it.</summary>
internal sealed record KeyView
{
    /// <summary>What timelines and the audit call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required AdminRole Role { get; init; }

    /// <summary>The apps it is for; null: all.</summary>
    public required IReadOnlyList<string>? Apps { get; init; }

    /// <summary>Where it comes from; only one of the store can be removed here.</summary>
    public required KeySource Source { get; init; }

    /// <summary>How it begins; null for one that is not of the store, which may be short.</summary>
    public string? Prefix { get; init; }

    /// <summary>The key, which is shown once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>By whose key.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the minute; null: never, or that is not known at the moment.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>A key that is not stored.</summary>
    public static KeyView From(ConfiguredKey key, IReadOnlyDictionary<string, DateTimeOffset> uses) => new()
    {
        Name = key.Actor.Name,
        Role = key.Actor.Role,
        Apps = Sorted(key.Actor.Apps),
        Source = key.Source,
        LastUsedAt = LastUse(KeyHash.ToText(key.Hash), uses),
    };

    /// <summary>A stored key.</summary>
    public static KeyView From(StoredAdminKey key, IReadOnlyDictionary<string, DateTimeOffset> uses) => new()
    {
        Name = key.Name,
        Role = key.Role,
        Apps = Sorted(key.Apps),
        Source = KeySource.Store,
        Prefix = key.Prefix,
        CreatedAt = key.CreatedAt,
        CreatedBy = key.CreatedBy,
        ExpiresAt = key.ExpiresAt,
        LastUsedAt = LastUse(key.Hash, uses),
    };

    private static string[]? Sorted(IReadOnlySet<string>? apps) => apps?.Order(StringComparer.Ordinal).ToArray();

    private static DateTimeOffset? LastUse(string hash, IReadOnlyDictionary<string, DateTimeOffset> uses) =>
        uses.TryGetValue(hash, out var at) ? at : null;
}

/// <summary>Some keys.</summary>
internal sealed record KeyViewPage(IReadOnlyList<KeyView> Items, string? Next);
