namespace WeChatPush.Coordination;

/// <summary>The only instance of a store that one process has to itself.</summary>
internal sealed class LocalInstances(TimeProvider time) : IInstanceStore
{
    private volatile Instance? _only;

    /// <inheritdoc/>
    public ValueTask AnnounceAsync(Instance instance, CancellationToken cancellationToken)
    {
        _only = instance with { LastSeenAt = time.GetUtcNow() };
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string id, CancellationToken cancellationToken)
    {
        _only = null;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Instance>>(_only is { } only ? [only] : []);
}
