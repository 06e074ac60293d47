using System.Reflection;
using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>Says that this instance is there, and takes it back when it stops.</summary>
internal sealed class InstanceAnnouncer : PeriodicWorker, IInstances
{
    private readonly IInstanceStore _store;
    private readonly Instance _own;

    public InstanceAnnouncer(IInstanceStore store, TimeProvider time)
        : base(time)
    {
        var version = typeof(InstanceAnnouncer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        _store = store;
        _own = new()
        {
            Id = Guid.NewGuid().ToString("N"),
            Version = version?.InformationalVersion ?? "",
            Host = Environment.MachineName,
            StartedAt = time.GetUtcNow(),
            LastSeenAt = time.GetUtcNow(),
        };
    }

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => IInstanceStore.Interval;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await _store.ListAsync(cancellationToken);
        return [.. found.OrderBy(instance => instance.StartedAt).ThenBy(instance => instance.Id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await _store.RemoveAsync(_own.Id, cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            // It is forgotten after a while.
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await _store.AnnounceAsync(_own, stoppingToken);
        return IInstanceStore.Interval;
    }
}
