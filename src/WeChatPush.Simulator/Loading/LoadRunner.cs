using System.Collections.Concurrent;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Loading;

/// <summary>
/// Sends each push when it is due, however the ones before it fare: real users do not wait for each other. A try that is not
/// answered well within five seconds is made again, three in all, as WeChat does.
/// </summary>
internal sealed class LoadRunner(LoadPlan plan, PushClient client, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentBag<double> _answers = [];
    private readonly ConcurrentBag<double> _lateness = [];
    private readonly ConcurrentDictionary<string, int> _problems = new(StringComparer.Ordinal);
    private int _sent;
    private int _done;
    private int _retries;

    /// <summary>Acknowledged pushes, with their words.</summary>
    public ConcurrentDictionary<string, LoadMark> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Pushes that WeChat gave up after three tries: they may or may not be there.</summary>
    public ConcurrentBag<LoadMark> GivenUp { get; } = [];

    public int Sent => Volatile.Read(ref _sent);

    public int Done => Volatile.Read(ref _done);

    public int Retries => Volatile.Read(ref _retries);

    /// <summary>From the moment each try was due to its answer; five seconds for one without.</summary>
    public IReadOnlyCollection<double> Answers => _answers;

    /// <summary>How much later than due the sender itself was: what of the times above is its own fault.</summary>
    public IReadOnlyCollection<double> Lateness => _lateness;

    /// <summary>What was wrong with answers, and how often.</summary>
    public IReadOnlyDictionary<string, int> Problems => _problems;

    /// <summary>Nothing was there to answer any of it.</summary>
    public bool NothingListens { get; private set; }

    /// <summary>How long the pushes that count took to send.</summary>
    public TimeSpan Sending { get; private set; }

    /// <summary>Sends them all and waits for the last answer.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => SendAll(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    // On a thread of its own: the pool is busy with the answers.
    private Task SendAll(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var running = new ConcurrentDictionary<int, Task>();
        for (var number = 0; number < plan.Total && !NothingListens; Thread.Sleep(Tick))
        {
            for (var due = plan.DueBy(time.GetElapsedTime(begun)); number < due; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var push = plan.Next(number, time);
                var work = Task.Run(() => PushAsync(push, begun, cancellationToken), cancellationToken);
                running[number] = work;
                _ = work.ContinueWith((_, key) => running.TryRemove((int)key!, out Task? _), number, TaskScheduler.Default);
            }
        }

        Sending = time.GetElapsedTime(begun) - plan.WarmUp;
        return Task.WhenAll(running.Values);
    }

    private async Task PushAsync(LoadPush push, long begun, CancellationToken cancellationToken)
    {
        var isMeasured = plan.IsMeasured(push.Number);
        var late = (time.GetElapsedTime(begun) - plan.DueAt(push.Number)).TotalMilliseconds;
        Interlocked.Increment(ref _sent);
        if (isMeasured)
            _lateness.Add(late);

        var result = await client.PushAsync(push.App, push.Payload, attempt => Count(attempt, isMeasured, late), cancellationToken);
        if (result.IsAccepted)
            Acknowledged[push.Words] = push.Mark;
        else
            GivenUp.Add(push.Mark);
        if (Interlocked.Increment(ref _done) == 1)
            NothingListens = result.Last.Kind == AnswerKind.Unreachable;
    }

    private void Count(PushTry attempt, bool isMeasured, double late)
    {
        if (attempt.Number > 1)
            Interlocked.Increment(ref _retries);
        if (isMeasured)
            _answers.Add(attempt.Elapsed.TotalMilliseconds + (attempt.Number == 1 ? Math.Max(0, late) : 0));
        if (!attempt.IsAccepted)
            _problems.AddOrUpdate(attempt.Problem ?? $"{attempt.Status}", 1, (_, count) => count + 1);
    }
}
