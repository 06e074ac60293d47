using System.Collections.Concurrent;
using System.Diagnostics;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Plays cases on a few hands at once, and looks over their shoulders: a case that hangs is named like one that fails.</summary>
internal sealed class FuzzRun(FuzzPlan plan, Func<FuzzCase, Task> play)
{
    /// <summary>Far beyond any honest case, also on a machine that has much else to do.</summary>
    public static readonly TimeSpan MaxCase = TimeSpan.FromMinutes(2);

    private const int Hands = 4;
    private const int EnoughFailures = 10;

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly (int Case, long Begun)[] _inFlight = new (int, long)[Hands];
    private int _next;

    /// <summary>The case that took longest.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Memory in use when a quarter was done, and at the end: what grew in between has no reason to.</summary>
    public (long Early, long Late) Heap { get; private set; }

    /// <summary>Plays the plan; throws if a case fails or hangs.</summary>
    public async Task RunAsync()
    {
        if (plan.Only is { } only)
        {
            await play(plan.Case(only)).WaitAsync(MaxCase);
            return;
        }

        await PlayUntilAsync(plan.Cases / 4);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        await PlayUntilAsync(plan.Cases);
        Heap = (early, GC.GetTotalMemory(forceFullCollection: true));
    }

    private async Task PlayUntilAsync(int end)
    {
        var work = Task.WhenAll(Enumerable.Range(0, Hands).Select(hand => Task.Run(() => PlayAsync(hand, end))));
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1)));
            foreach (var (number, begun) in _inFlight)
            {
                if (begun != 0 && Stopwatch.GetElapsedTime(begun) > MaxCase)
                    throw new TimeoutException($"Case {number} hangs. Repeat it with {plan with { Only = number }}.");
            }
        }

        await work;
        _next = end;
        if (!_failures.IsEmpty)
            throw new InvalidOperationException($"Repeat with {plan} and WECHATPUSH_FUZZ_CASE.\n{string.Join('\n', _failures)}");
    }

    private async Task PlayAsync(int hand, int end)
    {
        while (_failures.Count < EnoughFailures && Interlocked.Increment(ref _next) is var number && number <= end)
        {
            var begun = Stopwatch.GetTimestamp();
            _inFlight[hand] = (number, begun);
            try
            {
                await play(plan.Case(number));
            }
            catch (Exception failure)
            {
                _failures.Enqueue($"Case {number}: {failure}");
            }

            _inFlight[hand] = default;
            var took = Stopwatch.GetElapsedTime(begun);
            if (took > Slowest)
                Slowest = took;
        }
    }
}
