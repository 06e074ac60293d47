using System.Collections.Concurrent;
using System.Globalization;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>
/// Many users who write, with WeChat's way of trying again: each push up to three times, the same push each time. The words
/// of a push are its number, and the numbers of one user rise.
/// </summary>
internal sealed class Load(SimulatedApp app, Func<PushPayload, Task<PushTry>> push, int writers)
{
    private const int Tries = 3;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan BetweenPushes = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, string> _users = new();
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new();
    private readonly ConcurrentBag<PushTry> _refusals = [];
    private int _number;
    private int _tries;
    private Task _work = Task.CompletedTask;

    public Load(World world, int writers)
        : this(world.App, world.TryAsync, writers)
    {
    }

    /// <summary>The words of every push, with its user.</summary>
    public IReadOnlyDictionary<string, string> Users => _users;

    /// <summary>The words of the pushes that were answered with success.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    /// <summary>Requests made.</summary>
    public int TriesMade => _tries;

    /// <summary>The tries that WeChat would not have been satisfied with.</summary>
    public IReadOnlyCollection<PushTry> Refusals => _refusals;

    /// <summary>The longest time that an answer took.</summary>
    public TimeSpan Slowest { get; private set; }

    public void Begin() => _work = Task.WhenAll(Enumerable.Range(0, writers).Select(WriteAsync));

    /// <summary>No more pushes; the tries of the last ones are made to their end.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _work;
        _end.Dispose();
    }

    private async Task WriteAsync(int writer)
    {
        for (var i = 0; !_end.IsCancellationRequested; i++)
        {
            var user = FakeOpenId.From(app.AppId, $"writer {writer}, user {i % 4}");
            await PushAsync(user, Interlocked.Increment(ref _number).ToString("d7", CultureInfo.InvariantCulture));
            await Task.Delay(BetweenPushes);
        }
    }

    private async Task PushAsync(string user, string words)
    {
        _users[words] = user;
        var payload = new PushBuilder(app, user).Text(words);
        for (var i = 0; i < Tries; i++)
        {
            Interlocked.Increment(ref _tries);
            var answer = await push(payload);
            Slowest = answer.Elapsed > Slowest ? answer.Elapsed : Slowest;
            if (answer.IsAccepted)
            {
                _acknowledged[words] = true;
                return;
            }

            _refusals.Add(answer);
            await Task.Delay(BetweenTries);
        }
    }
}
