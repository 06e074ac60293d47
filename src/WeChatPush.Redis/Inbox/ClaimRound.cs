using System.Runtime.ExceptionServices;
using WeChatPush.Inbox;

namespace WeChatPush.Redis.Inbox;

/// <summary>What one app gave: its pushes, and in how many milliseconds its next falls due.</summary>
internal readonly record struct ClaimAnswer(IReadOnlyList<ClaimedPush> Pushes, long? DueIn);

/// <summary>
/// Shares the room of one claim out among the apps: each app gets the same, and what an app leaves goes to the others. So
/// the backlog of one app never keeps another's pushes waiting. An app that holds all it may is asked only for pushes with a
/// request waiting.
/// </summary>
internal sealed class ClaimRound(
    IEnumerable<RedisApp> apps,
    int max,
    AppTally tally,
    Func<RedisApp, int, Task<ClaimAnswer>> claim,
    Func<RedisApp, Task<ClaimAnswer>> claimAwaiting,
    ClaimFailures failures)
{
    private readonly List<ClaimedPush> _pushes = [];
    private List<RedisApp> _hungry = [.. apps];
    private long? _dueIn;
    private bool _answered;
    private Exception? _failure;

    /// <summary>The apps that may have more, those among them that were not asked at all.</summary>
    public IEnumerable<RedisApp> Left => _hungry;

    public async Task<ClaimAnswer> RunAsync()
    {
        await PassOverAsync();
        while (_hungry.Count > 0 && _pushes.Count < max)
        {
            await ShareAsync(max - _pushes.Count);
            await PassOverAsync();
        }

        // The part of a cluster that holds one app may be away; that is no reason to drop what the others gave.
        if (!_answered && _failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return new ClaimAnswer(_pushes, _hungry.Count > 0 ? 0 : _dueIn);
    }

    private async Task PassOverAsync()
    {
        var full = _hungry.Where(app => !tally.HasRoom(app.Name)).ToList();
        _hungry.RemoveAll(full.Contains);
        foreach (var answer in await Task.WhenAll(full.Select(app => AskAsync(app, claimAwaiting))))
            Keep(answer);
    }

    private async Task ShareAsync(int room)
    {
        var asked = _hungry.Take(room).ToList();
        _hungry = _hungry[asked.Count..];
        var shares = asked.Select((app, i) =>
            Math.Min((room / asked.Count) + (i < room % asked.Count ? 1 : 0), tally.Room(app.Name, asked.Count))).ToList();
        var answers = await Task.WhenAll(asked.Select((app, i) => AskAsync(app, one => claim(one, shares[i]))));
        for (var i = 0; i < asked.Count; i++)
        {
            if (!Keep(answers[i]))
                continue;
            var (pushes, dueIn) = answers[i]!.Value;
            if (pushes.Count > 0 && dueIn <= 0)
                _hungry.Add(asked[i]);
            else if (dueIn is { } due && !(due >= _dueIn))
                _dueIn = due;
        }
    }

    private bool Keep(ClaimAnswer? answer)
    {
        if (answer is not { } kept)
            return false;
        _answered = true;
        _pushes.AddRange(kept.Pushes);
        foreach (var push in kept.Pushes.Where(push => !push.AwaitsReply))
            tally.Take(push.App);
        return true;
    }

    private async Task<ClaimAnswer?> AskAsync(RedisApp app, Func<RedisApp, Task<ClaimAnswer>> ask)
    {
        try
        {
            var answer = await ask(app);
            failures.Clear(app.Name);
            return answer;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever one app's data does to the step, the other apps have theirs.
            failures.Report(app.Name, error);
            _failure = error;
            return null;
        }
    }
}
