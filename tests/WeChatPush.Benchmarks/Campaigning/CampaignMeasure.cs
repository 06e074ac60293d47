namespace WeChatPush.Benchmarks.Campaigning;

/// <summary>What a campaign took of its servers.</summary>
internal sealed record CampaignMeasure
{
    private readonly CampaignServer[] _servers;

    /// <summary>Begins, with what there is now as the idle state.</summary>
    public CampaignMeasure(CampaignServer[] servers)
    {
        _servers = servers;
        Idle = [.. servers.Select(server => server.Memory)];
        Peak = [.. Idle];
        Processor = ProcessorNow;
    }

    /// <summary>Bytes of memory of each server before.</summary>
    public IReadOnlyList<long> Idle { get; }

    /// <summary>The most each had.</summary>
    public long[] Peak { get; }

    /// <summary>Processor time of all servers.</summary>
    public TimeSpan Processor { get; init; }

    public TimeSpan ProcessorNow => _servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.Processor);

    /// <summary>How many users were sent to.</summary>
    public long Sent { get; init; }

    public void Look()
    {
        for (var i = 0; i < _servers.Length; i++)
            Peak[i] = Math.Max(Peak[i], _servers[i].Memory);
    }
}
