using System.Collections.Frozen;

namespace WeChatPush.Server.Admin;

/// <summary>A key of the configuration, or the generated one.</summary>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="Actor">Who presents it.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record ConfiguredKey(byte[] Hash, AdminActor Actor, KeySource Source)
{
    /// <summary>A key of the configuration; one without a name is called by the beginning of its hash.</summary>
    public static ConfiguredKey From(AdminKeyOptions key)
    {
        var hash = KeyHash.From(key.Key);
        var actor = new AdminActor(
            key.Name ?? NameOf(hash),
            key.Role ?? AdminRole.Viewer,
            key.Apps?.ToFrozenSet(StringComparer.Ordinal));
        return new(hash, actor, KeySource.Configuration);
    }

    /// <summary>The key of the file.</summary>
    public static ConfiguredKey FromFile(string key)
    {
        var hash = KeyHash.From(key);
        return new(hash, new(NameOf(hash), AdminRole.Admin), KeySource.File);
    }

    private static string NameOf(byte[] hash) => $"admin key {Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
}

/// <summary>Where a key comes from.</summary>
internal enum KeySource
{
    /// <summary>From the configuration.</summary>
    Configuration,

    /// <summary>From the file in the data directory, where none is configured.</summary>
    File,

    /// <summary>From the store: it was made at run time.</summary>
    Store,
}
