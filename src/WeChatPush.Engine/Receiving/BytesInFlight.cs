namespace WeChatPush.Receiving;

/// <summary>
/// The bytes of bodies that are held at this moment, over all requests. Bodies that are still arriving may hold three
/// quarters of the limit and no more, so that slow clients leave room for a push that arrives whole. Less would cost more: who
/// is refused comes again at once, while one that is held waits for its time limit.
/// </summary>
internal sealed class BytesInFlight
{
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Takes the bytes of a body that is whole; false if they would exceed the limit.</summary>
    public bool TryTake(long bytes, long limit)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>The same for a body that is still arriving.</summary>
    public bool TryTakeArriving(long bytes, long limit) => TryTake(bytes, limit / 4 * 3);

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
