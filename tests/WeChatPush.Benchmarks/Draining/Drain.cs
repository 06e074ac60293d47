using System.Diagnostics;
using Spectre.Console;
using WeChatPush.Benchmarks.Accepting;

namespace WeChatPush.Benchmarks.Draining;

/// <summary>How fast a backlog went: the part before each mark took so long, and so much processor time.</summary>
internal sealed class Drain
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(1);

    private readonly List<Mark> _marks = [];

    /// <summary>From the first push that was handled to the last.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_marks[0].At, _marks[^1].At);

    /// <summary>Pushes per second of the slowest part but the first, in which the code is compiled.</summary>
    public double Slowest => Rates.Min();

    /// <summary>Pushes per second of the median part but the first.</summary>
    public double Typical => Rates.Order().ElementAt(Rates.Count() / 2);

    private IEnumerable<double> Rates => _marks.Zip(_marks.Skip(1), (from, to) => to.PerSecondSince(from)).Skip(1);

    /// <summary>Completes when all are handled.</summary>
    /// <exception cref="TimeoutException">None was handled for a minute.</exception>
    public static async Task<Drain> MeasureAsync(Contestant server, Process redis, int pushes, int parts)
    {
        var drain = new Drain();
        var (seen, at) = (0L, Stopwatch.GetTimestamp());
        while (drain._marks.Count <= parts)
        {
            var done = server.Done;
            // The first mark is the first push that was handled.
            if (done >= Math.Max(1, (long)pushes * drain._marks.Count / parts))
            {
                redis.Refresh();
                drain._marks.Add(new(done, Stopwatch.GetTimestamp(), server.Processor, redis.TotalProcessorTime));
            }

            if (done != seen)
                (seen, at) = (done, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(at) > MaxSilence)
                throw new TimeoutException($"{done:N0} of {pushes:N0} pushes are done, and no more.");
            await Task.Delay(BetweenLooks);
        }

        return drain;
    }

    public void Show(string title, bool isOnRedis)
    {
        var table = new Table().Title(title).AddColumn(Bar.Right("handled")).AddColumn(Bar.Right("per second")).AddColumn(Bar.Right("CPU µs each"))
            .AddColumn(Bar.Right("Redis CPU µs each"));
        foreach (var (from, to) in _marks.Zip(_marks.Skip(1)))
            Add($"{to.Done:N0}", from, to);
        Add("all", _marks[0], _marks[^1]);
        Bar.Print(table);

        void Add(string name, Mark from, Mark to) => table.AddRow(
            name,
            Bar.Number(to.PerSecondSince(from), "N0"),
            Bar.Number((to.Processor - from.Processor).TotalMicroseconds / (to.Done - from.Done), "0.0"),
            isOnRedis ? Bar.Number((to.Redis - from.Redis).TotalMicroseconds / (to.Done - from.Done), "0.0") : "");
    }

    private sealed record Mark(long Done, long At, TimeSpan Processor, TimeSpan Redis)
    {
        public double PerSecondSince(Mark from) => (Done - from.Done) / Stopwatch.GetElapsedTime(from.At, At).TotalSeconds;
    }
}
