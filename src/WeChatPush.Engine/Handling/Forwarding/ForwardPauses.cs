using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using WeChatPush.Records;
using WeChatPush.Storage;

namespace WeChatPush.Handling.Forwarding;

/// <summary>
/// Which destinations an operator has paused: a record for each, which every instance follows, and which goes with the app.
/// </summary>
internal sealed class ForwardPauses : IAppEraser
{
    private static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private readonly IRecordStore _store;
    private readonly RecordWatch _watch;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Pause> _pauses = new(StringComparer.Ordinal);

    /// <summary>Follows the records; before the host starts.</summary>
    public ForwardPauses(IRecordStore store, RecordWatch watch, TimeProvider time)
    {
        (_store, _watch, _time) = (store, watch, time);
        watch.Follow(RecordKind.ForwardPause, Apply);
    }

    /// <summary>Since when a destination is paused; <see langword="null"/>: it is not.</summary>
    public DateTimeOffset? Find(string app, string destination) =>
        !_pauses.IsEmpty && _pauses.TryGetValue(Name(app, destination), out var pause) ? pause.At : null;

    /// <summary>
    /// When a push for a paused destination asks again. The longer a pause has lasted, the less it matters how soon its end is noticed,
    /// and the more pushes ask.
    /// </summary>
    public DateTimeOffset NextLook(DateTimeOffset pausedAt)
    {
        var now = _time.GetUtcNow();
        return now + TimeSpan.FromTicks(Math.Clamp((now - pausedAt).Ticks / 10, MinDelay.Ticks, MaxDelay.Ticks));
    }

    /// <summary>Pauses a destination; false: it was paused.</summary>
    public async ValueTask<bool> PauseAsync(string app, string destination, CancellationToken cancellationToken)
    {
        var content = Encoding.ASCII.GetBytes($"{_time.GetUtcNow().ToUnixTimeMilliseconds()}");
        var write = await _store.WriteAsync(Key(app, destination), content, expected: null, cancellationToken);
        await _watch.RefreshAsync(cancellationToken);
        return write.Written;
    }

    /// <summary>Resumes a destination; false: it was not paused.</summary>
    public async ValueTask<bool> ResumeAsync(string app, string destination, CancellationToken cancellationToken)
    {
        var removed = await RemoveAsync(Key(app, destination), cancellationToken);
        await _watch.RefreshAsync(cancellationToken);
        return removed;
    }

    /// <inheritdoc/>
    public async ValueTask<AppErasure> EraseAsync(string app, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var name in _pauses.Keys.Where(name => name.StartsWith(Name(app, ""), StringComparison.Ordinal)))
        {
            if (await RemoveAsync(new(RecordKind.ForwardPause, name), cancellationToken))
                erased++;
        }

        if (erased > 0)
            await _watch.RefreshAsync(cancellationToken);
        return new() { Others = erased };
    }

    /// <inheritdoc/>
    public ValueTask<LogRewrite> RewriteLogAsync(CancellationToken cancellationToken) => new(LogRewrite.Done);

    private async ValueTask<bool> RemoveAsync(RecordKey key, CancellationToken cancellationToken) =>
        await _store.FindAsync(key, cancellationToken) is { } record
        && (await _store.RemoveAsync(key, record.Version, cancellationToken)).Written;

    private static RecordKey Key(string app, string destination) => new(RecordKind.ForwardPause, Name(app, destination));

    private static string Name(string app, string destination) => $"{app}/{destination}";

    // One that cannot be read is a pause all the same: to forward what was to wait cannot be taken back.
    private void Apply(StoredRecord record)
    {
        if (record.Content is not { } content)
            _pauses.TryRemove(record.Key.Name, out _);
        else
            _pauses[record.Key.Name] = new(Utf8Parser.TryParse(content.Span, out long at, out _) && StoredTime(at) is { } time ? time : _time.GetUtcNow());
    }

    private static DateTimeOffset? StoredTime(long milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private sealed record Pause(DateTimeOffset At);
}
