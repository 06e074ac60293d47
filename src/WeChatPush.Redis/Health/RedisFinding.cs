namespace WeChatPush.Redis.Health;

/// <summary>A finding about a server for its owner, with what to do about it.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Text">What, why, and how to change it.</param>
internal sealed record RedisFinding(RedisFindingSeverity Severity, string Text)
{
    private const double NearlyFull = 0.9;
    private static readonly Version MinVersion = new(6, 2);

    /// <summary>The findings about a server; none, if it is set up as it should be.</summary>
    /// <param name="server">The server.</param>
    /// <param name="minReplicas">How many replicas must have a push before it is acknowledged.</param>
    public static IEnumerable<RedisFinding> From(RedisFacts server, int minReplicas = 0) =>
    [
        .. AboutServer(server), .. AboutReplicas(server, minReplicas), .. AboutPersistence(server), .. AboutMemory(server), .. AboutChecks(server),
    ];

    private static IEnumerable<RedisFinding> AboutServer(RedisFacts server)
    {
        if (server.Version is { } version && version < MinVersion)
            yield return new(RedisFindingSeverity.Danger, $"Redis {version} is too old: use {MinVersion} or newer, or Valkey.");

        if (server.IsReplica == true)
        {
            yield return new(
                RedisFindingSeverity.Danger,
                "Redis is a replica and takes no writes: let ConnectionStrings:Redis name the primary.");
        }
    }

    private static IEnumerable<RedisFinding> AboutReplicas(RedisFacts server, int minReplicas)
    {
        if (server.Replicas is not { } replicas || server.IsReplica == true)
            yield break;
        if (replicas < minReplicas)
        {
            yield return new(
                RedisFindingSeverity.Danger,
                $"Redis has {replicas} replicas online, but WeChatPush:Receiving:MinReplicas is {minReplicas}: pushes are kept in "
                + "the spools of the instances until there are enough. Start the replicas, or lower the setting.");
        }
        else if (minReplicas == 0 && replicas > 0)
        {
            yield return new(
                RedisFindingSeverity.Advice,
                $"Redis has {replicas} replicas online, and pushes are acknowledged before one has them, so a failover loses the last ones: "
                + "with WeChatPush:Receiving:MinReplicas 1 it loses none.");
        }
    }

    private static IEnumerable<RedisFinding> AboutPersistence(RedisFacts server)
    {
        if (server.Appends == false)
        {
            yield return new(
                RedisFindingSeverity.Danger,
                "Redis keeps no append-only file, so a restart of it loses pushes that were acknowledged: start it "
                + "with --appendonly yes --appendfsync always, or send it CONFIG SET appendonly yes.");
        }
        else if (server.Syncs is "no")
        {
            yield return new(RedisFindingSeverity.Danger, Unsynced("whenever the system likes"));
        }
        else if (server.Syncs is "everysec")
        {
            yield return new(RedisFindingSeverity.Advice, Unsynced("once a second"));
        }

        if (server.Appends == true && server.WritesWell == false)
        {
            yield return new(
                RedisFindingSeverity.Danger,
                "Redis could not write its append-only file: look into its log, and at the disk it lies on.");
        }
    }

    private static IEnumerable<RedisFinding> AboutMemory(RedisFacts server)
    {
        if (server.Eviction is { } eviction && eviction != "noeviction")
        {
            yield return new(
                RedisFindingSeverity.Danger,
                $"Redis throws data away when its memory is full (maxmemory-policy {eviction}), among it pushes that "
                + "were acknowledged: start it with --maxmemory-policy noeviction, or send it "
                + "CONFIG SET maxmemory-policy noeviction.");
        }

        if (server.MaxMemory == 0)
        {
            yield return new(
                RedisFindingSeverity.Warning,
                "Redis has no memory limit (maxmemory 0), so a backlog ends with the system killing it: start it with "
                + "--maxmemory and three quarters of the memory it may use, or send it CONFIG SET maxmemory.");
        }
        else if (server.MaxMemory is { } max && server.UsedMemory is { } used && used >= max * NearlyFull)
        {
            yield return new(
                RedisFindingSeverity.Danger,
                $"Redis has used nine tenths of its maxmemory of {max / 1048576} MB and takes no writes when it is full: "
                + "give it more memory, or shorten WeChatPush:Retention:Done.");
        }
    }

    private static IEnumerable<RedisFinding> AboutChecks(RedisFacts server)
    {
        if (server.Forbidden.Count == 0)
            yield break;
        var commands = string.Join(" and ", server.Forbidden);
        yield return new(
            RedisFindingSeverity.Warning,
            $"How Redis is set up cannot be checked: {commands} is forbidden. Make sure that it runs with appendonly yes, "
            + "appendfsync always, maxmemory-policy noeviction and a maxmemory, or permit the commands "
            + "(ACL SETUSER <user> +info +config|get; no allowAdmin=false in ConnectionStrings:Redis).");
    }

    private static string Unsynced(string when) =>
        $"Redis syncs its append-only file {when}, so a power cut loses the last pushes that were acknowledged: start "
        + "it with --appendfsync always, or send it CONFIG SET appendfsync always.";
}

/// <summary>How bad a finding is.</summary>
internal enum RedisFindingSeverity
{
    /// <summary>Worth knowing: in the log, and in the text of a healthy server.</summary>
    Advice,

    /// <summary>Health is degraded.</summary>
    Warning,

    /// <summary>Health is degraded, and the log has an error: acknowledged pushes can get lost, or soon none is taken.</summary>
    Danger,
}
