using System.Globalization;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>The memory of a fleet's servers, looked at several times a second.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _over = new();
    private readonly Instance[] _instances;
    private readonly long[] _before;
    private readonly long[] _most;
    private readonly Task _watching;

    private MemoryWatch(params Instance[] instances)
    {
        _instances = instances;
        _before = [.. instances.Select(Resident)];
        _most = [.. _before];
        _watching = WatchAsync();
    }

    /// <summary>Begins to watch, with what there is now as the idle state.</summary>
    public static MemoryWatch Over(Fleet fleet) => new(fleet.One, fleet.Other);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    public override string ToString() => string.Join(
        ", ", _before.Zip(_most, (before, most) => string.Create(
            CultureInfo.InvariantCulture, $"{before / 1024} MB idle, {(most - before) / 1024} MB more at most")));

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            for (var i = 0; i < _instances.Length; i++)
                _most[i] = Math.Max(_most[i], Resident(_instances[i]));
            await Task.Delay(BetweenLooks, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // In kB; nothing while the process is dead.
    private static long Resident(Instance instance)
    {
        try
        {
            var line = File.ReadLines($"/proc/{instance.Server.Id}/status")
                .FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }
}
