using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WeChatPush.Admin;

namespace WeChatPush.Server.Admin;

/// <summary>
/// The keys of the admin API: those of the configuration, which reload with the options, or the generated one; and those that
/// were made at run time.
/// </summary>
internal sealed partial class AdminKeys(
    IOptionsMonitor<WeChatPushOptions> options, IStoredAdminKeys stored, IAdminKeyUses uses, ILogger<AdminKeys> logger)
    : IHostedService
{
    private const string Scheme = "Bearer ";
    private const string StoredScheme = "wcp_";

    private volatile KeySet? _keys;

    /// <summary>The keys that are not stored.</summary>
    public IReadOnlyList<ConfiguredKey> Configured => Current().Keys;

    /// <summary>Makes the key at first start, so that it is there before the first request.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Current();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Who presents this <c>Authorization</c> header; <see langword="null"/>: it is none of the keys.</summary>
    public AdminActor? Identify(string? authorization)
    {
        if (KeyIn(authorization) is not { } key)
            return null;

        // Hashes have one length, and every one is compared to its end: the time reveals neither length nor place.
        var presented = KeyHash.From(key);
        AdminActor? actor = null;
        foreach (var configured in Current().Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(configured.Hash, presented))
                actor = configured.Actor;
        }

        if (actor is null && stored.Find(presented) is { } found)
            actor = new AdminActor(found.Name, found.Role, found.Apps);
        if (actor is not null)
            uses.Note(KeyHash.ToText(presented));
        return actor;
    }

    /// <summary>Whether it could be a key that this instance does not know yet, because it could not read the store since it started.</summary>
    public bool MayBeStored(string? authorization) =>
        !stored.IsLoaded && KeyIn(authorization)?.StartsWith(StoredScheme, StringComparison.Ordinal) == true;

    private static string? KeyIn(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : null;

    private KeySet Current()
    {
        var current = options.CurrentValue;
        if (_keys is { } keys && ReferenceEquals(keys.Source, current))
            return keys;
        return _keys = new KeySet(current, Load(current));
    }

    private List<ConfiguredKey> Load(WeChatPushOptions current)
    {
        if (current.AdminKeys.Count > 0)
            return [.. current.AdminKeys.Select(ConfiguredKey.From)];
        var path = AdminKeyFile.PathIn(current.DataDirectory);
        LogKeyFile(logger, path);
        return [ConfiguredKey.FromFile(AdminKeyFile.ReadOrCreate(path))];
    }

    private sealed record KeySet(WeChatPushOptions Source, IReadOnlyList<ConfiguredKey> Keys);

    [LoggerMessage(1000, LogLevel.Information,
        "No WeChatPush:AdminKeys are configured; the key of the admin API is in {Path}.")]
    private static partial void LogKeyFile(ILogger logger, string path);
}
