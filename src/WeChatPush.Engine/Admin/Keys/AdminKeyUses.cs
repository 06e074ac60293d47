using System.Collections.Concurrent;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Admin;

/// <summary>Gathers the uses of keys, and writes those of a minute together.</summary>
internal sealed class AdminKeyUses(IAdminKeyUseStore store, TimeProvider time) : PeriodicWorker(time), IAdminKeyUses
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Interval;

    /// <inheritdoc/>
    public void Note(string hash) => _uses[hash] = Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken)
    {
        var uses = new Dictionary<string, DateTimeOffset>(await store.ReadAsync(cancellationToken), StringComparer.Ordinal);
        foreach (var (hash, at) in _uses)
        {
            var use = DateTimeOffset.FromUnixTimeMilliseconds(at);
            if (!(uses.TryGetValue(hash, out var known) && known > use))
                uses[hash] = use;
        }

        return uses;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The uses of the last minute are lost; nothing but a list shows them.
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await WriteAsync(stoppingToken);
        return Interval;
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var fresh = _uses.Where(use => _written.GetValueOrDefault(use.Key) != use.Value).ToList();
        if (fresh.Count == 0)
            return;
        await store.WriteAsync(
            [.. fresh.Select(use => KeyValuePair.Create(use.Key, DateTimeOffset.FromUnixTimeMilliseconds(use.Value)))],
            cancellationToken);
        foreach (var (hash, at) in fresh)
            _written[hash] = at;
    }
}
