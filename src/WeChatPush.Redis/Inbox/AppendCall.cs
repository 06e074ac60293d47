using System.Buffers.Binary;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>
/// One append on its way. Its waiter continues at once, on the thread that completes it: the continuation only writes an
/// answer, and waits for nothing.
/// </summary>
internal sealed class AppendCall : TaskCompletionSource<AppendOutcome>, IBatchItem
{
    /// <summary>Bytes of what goes before the push: key 16 · window in ms 8 · size 4 · awaits 1, as FACTS in common.lua.</summary>
    public const int FactsSize = PushKey.Size + 8 + 4 + 1;

    /// <summary>
    /// Bytes of a nonce in a batch: which push it came with 4 · key 16 · window in ms 8, as NONCE in append.lua.
    /// </summary>
    public const int NonceSize = 4 + PushKey.Size + 8;

    private const int Waiting = 0;
    private const int Sent = 1;
    private const int Abandoned = 2;

    private readonly IncomingPush _push;
    private readonly string? _source;
    private CancellationTokenRegistration _registration;
    private int _stage;

    public AppendCall(IncomingPush push)
    {
        _push = push;
        _source = PushSource.Write(push.Source);
        Size = RedisPush.SizeOf(push, _source);
    }

    /// <summary>Bytes of the push as it is stored.</summary>
    public int Size { get; }

    /// <summary>Whether it comes with a nonce.</summary>
    public bool HasNonce => _push.Nonce is not null;

    /// <inheritdoc/>
    public int Count => 1;

    /// <summary>
    /// Until when the caller waits. What has not been sent by then is not sent at all; the outcome of the rest is unknown.
    /// </summary>
    public void WaitUntil(CancellationToken end) =>
        _registration = end.UnsafeRegister(static call => ((AppendCall)call!).Abandon(), this);

    /// <summary>What became of it.</summary>
    public void Complete(AppendOutcome outcome)
    {
        _registration.Unregister();
        TrySetResult(outcome);
    }

    /// <inheritdoc/>
    public void Fail(Exception error)
    {
        _registration.Unregister();
        TrySetException(error);
    }

    /// <inheritdoc/>
    public bool TrySend() => Interlocked.CompareExchange(ref _stage, Sent, Waiting) == Waiting;

    /// <summary>Writes the facts and the push, in the form in which they are sent.</summary>
    public void WriteTo(Span<byte> facts, Span<byte> push)
    {
        _push.Key.WriteTo(facts);
        BinaryPrimitives.WriteInt64BigEndian(facts[PushKey.Size..], Math.Max(1, (long)_push.Window.TotalMilliseconds));
        BinaryPrimitives.WriteInt32BigEndian(facts[(PushKey.Size + 8)..], Size);
        facts[PushKey.Size + 12] = _push.AwaitsReply ? (byte)1 : (byte)0;
        RedisPush.Write(_push, _source, push);
    }

    /// <summary>Writes the nonce.</summary>
    /// <param name="nonce">Where to.</param>
    /// <param name="number">The push's place in the batch, from 1.</param>
    public void WriteNonceTo(Span<byte> nonce, int number)
    {
        var (key, window) = _push.Nonce!.Value;
        BinaryPrimitives.WriteInt32BigEndian(nonce, number);
        key.WriteTo(nonce[4..]);
        BinaryPrimitives.WriteInt64BigEndian(nonce[(4 + PushKey.Size)..], Math.Max(1, (long)window.TotalMilliseconds));
    }

    private void Abandon()
    {
        if (Interlocked.CompareExchange(ref _stage, Abandoned, Waiting) == Waiting)
            TrySetResult(AppendOutcome.Abandoned);
        else
            TrySetException(new StoreOutcomeUnknownException("Redis did not answer in time whether the push is stored."));
    }
}
