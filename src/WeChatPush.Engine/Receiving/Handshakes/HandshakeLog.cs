using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Feed;
using WeChatPush.Telemetry;

namespace WeChatPush.Receiving;

/// <summary>
/// Notes URL verifications in memory, at most <see cref="HandshakeHistory.Size"/> of an app; <see cref="HandshakeWriter"/> takes them to
/// the store. Nothing here is on the way of a push.
/// </summary>
internal sealed class HandshakeLog(
    HandshakeReader reader, IClientAddress addresses, IHandshakeStore store, IEventFeed feed, TimeProvider time) : IHandshakes, IDisposable
{
    private readonly ConcurrentDictionary<string, PendingHandshakes> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private long _unknownApps;

    /// <summary>Set when there is something to write.</summary>
    public WorkSignal Changed { get; } = new(time);

    /// <summary>Notes one of a configured app, after its answer is decided.</summary>
    public void Add(App app, HttpRequest request, ReceiveOutcome outcome)
    {
        // A client that verifies again and again, in the same words: counting is all that is to do.
        var isGood = outcome == ReceiveOutcome.Verified;
        var (address, host, userAgent) = (addresses.Find(request.HttpContext), request.Host.Value, request.Headers.UserAgent.ToString());
        if (isGood && !feed.IsWatched(app.Name)
            && _pending.TryGetValue(app.Name, out var known) && known.TryCount(address, host, userAgent, time.GetUtcNow()))
            return;

        var handshake = reader.Read(app, request, outcome);
        PutBack(app.Name, [handshake]);
        if (isGood && _pending.TryGetValue(app.Name, out var pending))
            pending.SetLast(handshake, address, host, userAgent);
        feed.Publish(FeedKind.Handshake, app.Name, (app, handshake), static about => new()
        {
            Kind = FeedKind.Handshake,
            App = about.app.Name,
            At = about.handshake.At,
            State = EnumNames<HandshakeOutcome>.Get(about.handshake.Outcome),
        });
    }

    /// <summary>Counts one that names no app.</summary>
    public void CountUnknownApp() => Interlocked.Increment(ref _unknownApps);

    /// <summary>
    /// Takes the turn to write: while it is held, nothing is listed, for what is on its way to the store is in neither place.
    /// </summary>
    public Task TakeTurnAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    /// <summary>Gives it back.</summary>
    public void EndTurn() => _turn.Release();

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Takes out what has not been written yet.</summary>
    public IReadOnlyList<(string App, IReadOnlyList<Handshake> Handshakes)> Take()
    {
        var taken = new List<(string, IReadOnlyList<Handshake>)>();
        foreach (var app in _pending.Keys)
        {
            if (_pending.TryRemove(app, out var handshakes))
                taken.Add((app, handshakes.Close(time.GetUtcNow())));
        }

        return taken;
    }

    /// <summary>Notes some that are not written.</summary>
    public void PutBack(string app, IReadOnlyList<Handshake> handshakes)
    {
        foreach (var handshake in handshakes)
        {
            while (!_pending.GetOrAdd(app, static _ => new()).TryAdd(handshake, time.GetUtcNow()))
            {
                // It was taken meanwhile; the next is a new one.
            }
        }

        Changed.Set();
    }

    /// <inheritdoc/>
    public async ValueTask<HandshakePage> ListAsync(string app, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            var stored = await store.ListAsync(app, cancellationToken);
            var now = time.GetUtcNow();
            var pending = _pending.TryGetValue(app, out var kept) ? kept.List(now) : [];
            return new(HandshakeHistory.Merge(stored, pending, now), Volatile.Read(ref _unknownApps));
        }
        finally
        {
            EndTurn();
        }
    }
}
