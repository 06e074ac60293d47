namespace WeChatPush.Receiving;

/// <summary>
/// The bytes of bodies that are held at this moment, over all requests. Bodies that are still arriving may hold a quarter of
/// the limit and no more: WeChat's pushes arrive whole, and slow clients are mostly strangers.
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
    /// <param name="bytes">How many bytes more it holds.</param>
    /// <param name="limit">The limit of all.</param>
    /// <param name="maxBytes">How many bytes one body may have: there is always room for two of them.</param>
    public bool TryTakeArriving(long bytes, long limit, int maxBytes) => TryTake(bytes, Math.Max(limit / 4, 2L * maxBytes));

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
