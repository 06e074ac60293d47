namespace WeChatPush.Coordination;

/// <summary>The instances of the fleet.</summary>
public interface IInstances
{
    /// <summary>Those that were seen lately, the oldest first.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A process of the fleet.</summary>
public sealed record Instance
{
    /// <summary>Its id: another one after each start.</summary>
    public required string Id { get; init; }

    /// <summary>The version that it runs.</summary>
    public required string Version { get; init; }

    /// <summary>The machine that it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>When it started, by its own clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it said last that it is there, by the store's clock.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }
}

/// <summary>Where instances say that they are there.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.</remarks>
internal interface IInstanceStore
{
    /// <summary>How often an instance says it.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>For how long it counts.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromSeconds(45);

    /// <summary>Says that an instance is there.</summary>
    ValueTask AnnounceAsync(Instance instance, CancellationToken cancellationToken);

    /// <summary>Says that it is gone.</summary>
    ValueTask RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Those that are there, in any order.</summary>
    ValueTask<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellationToken);
}
