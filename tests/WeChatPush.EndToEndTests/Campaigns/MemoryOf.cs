using System.Globalization;

namespace WeChatPush.EndToEndTests.Campaigns;

/// <summary>Watches how much memory a process has, until it is let go of.</summary>
internal sealed class MemoryOf : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Task _loop;
    private readonly int _process;

    public MemoryOf(int process)
    {
        _process = process;
        _loop = WatchAsync();
    }

    /// <summary>The most it had, in MiB.</summary>
    public double Peak { get; private set; }

    /// <summary>The longest time for which this process, in which the messages arrive, stood still itself.</summary>
    public TimeSpan Standstill { get; private set; }

    /// <summary>What a process has that is its own (RSS without files), in MiB.</summary>
    public static async Task<double> OfAsync(int process)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{process}/status"))
            .Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>How long a process has kept processors busy.</summary>
    public static TimeSpan ProcessorTimeOf(int process)
    {
        using var found = System.Diagnostics.Process.GetProcessById(process);
        return found.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _loop;
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        const int pause = 20;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!_over.IsCancellationRequested)
        {
            watch.Restart();
            Peak = Math.Max(Peak, await OfAsync(_process));
            await Task.Delay(pause, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var late = watch.Elapsed - TimeSpan.FromMilliseconds(pause);
            Standstill = late > Standstill ? late : Standstill;
        }
    }
}
