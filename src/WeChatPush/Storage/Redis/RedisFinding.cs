namespace WeChatPush.Storage.Redis;

/// <summary>Something about a server that its owner should know, with what to do about it.</summary>
/// <param name="Endangers">Whether pushes can get lost by it, rather than only in a power cut.</param>
/// <param name="Words">What, why, and how to change it.</param>
internal sealed record RedisFinding(bool Endangers, string Words)
{
    private static readonly Version Oldest = new(6, 2);

    /// <summary>What there is to say about a server; nothing, if it is set up as it should be.</summary>
    public static IEnumerable<RedisFinding> About(RedisFacts server)
    {
        if (server.Version is { } version && version < Oldest)
            yield return new(true, $"Redis {version} is too old: use {Oldest} or newer, or Valkey.");

        if (server.IsReplica == true)
        {
            yield return new(
                true, "Redis is a replica and takes no writes: let ConnectionStrings:Redis name the primary.");
        }

        if (server.Appends == false)
        {
            yield return new(
                true,
                "Redis keeps no append-only file, so a restart of it loses pushes that were acknowledged: start it "
                + "with --appendonly yes --appendfsync always, or send it CONFIG SET appendonly yes.");
        }
        else if (server.Syncs is "no")
        {
            yield return new(true, Unsynced("whenever the system likes"));
        }
        else if (server.Syncs is "everysec")
        {
            yield return new(false, Unsynced("once a second"));
        }

        if (server.Appends == true && server.WritesWell == false)
        {
            yield return new(
                true, "Redis could not write its append-only file: look into its log, and at the disk it lies on.");
        }

        if (server.Eviction is { } eviction && eviction != "noeviction")
        {
            yield return new(
                true,
                $"Redis throws data away when its memory is full (maxmemory-policy {eviction}), among it pushes that "
                + "were acknowledged: start it with --maxmemory-policy noeviction, or send it "
                + "CONFIG SET maxmemory-policy noeviction.");
        }
    }

    private static string Unsynced(string when) =>
        $"Redis syncs its append-only file {when}, so a power cut loses the last pushes that were acknowledged: start "
        + "it with --appendfsync always, or send it CONFIG SET appendfsync always.";
}
