using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>What one app gave: its pushes, and in how many milliseconds its next falls due.</summary>
internal readonly record struct ClaimAnswer(IReadOnlyList<ClaimedPush> Pushes, long? DueIn);

/// <summary>
/// Shares the room of one claim out among the apps: each app gets the same, and what an app leaves goes to the others. So
/// the backlog of one app never keeps another's pushes waiting.
/// </summary>
internal sealed class ClaimRound(IEnumerable<RedisApp> apps, int max, Func<RedisApp, int, Task<ClaimAnswer>> claim)
{
    private readonly List<ClaimedPush> _pushes = [];
    private List<RedisApp> _hungry = [.. apps];
    private long? _dueIn;
    private bool _answered;
    private StoreUnavailableException? _failure;

    public async Task<ClaimAnswer> RunAsync()
    {
        while (_hungry.Count > 0 && _pushes.Count < max)
            await ShareAsync(max - _pushes.Count);
        // The part of a cluster that holds one app may be away; that is no reason to drop what the others gave.
        if (!_answered && _failure is not null)
            throw _failure;
        return new ClaimAnswer(_pushes, _hungry.Count > 0 ? 0 : _dueIn);
    }

    private async Task ShareAsync(int room)
    {
        var asked = _hungry.Take(room).ToList();
        _hungry = _hungry[asked.Count..];
        var answers = await Task.WhenAll(asked.Select((app, i) => AskAsync(app, (room / asked.Count) + (i < room % asked.Count ? 1 : 0))));
        for (var i = 0; i < asked.Count; i++)
        {
            if (answers[i] is not { } answer)
                continue;
            _answered = true;
            _pushes.AddRange(answer.Pushes);
            if (answer is { Pushes.Count: > 0, DueIn: <= 0 })
                _hungry.Add(asked[i]);
            else if (answer.DueIn is { } due && !(due >= _dueIn))
                _dueIn = due;
        }
    }

    private async Task<ClaimAnswer?> AskAsync(RedisApp app, int share)
    {
        try
        {
            return await claim(app, share);
        }
        catch (StoreUnavailableException error)
        {
            _failure = error;
            return null;
        }
    }
}
