using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WeChatPush.Protocol;

/// <summary>
/// Keeps cipher transforms between calls. Setting up a key costs several times what decrypting a push does, and a
/// transform serves one call at a time. There are never more of them than threads that were in a call at once.
/// </summary>
internal sealed class TransformPool(Func<ICryptoTransform> create, bool restart)
{
    private readonly ConcurrentQueue<ICryptoTransform> _idle = new();
    private ICryptoTransform? _first;

    /// <summary>
    /// Transforms <paramref name="buffer"/> in place, from its start to <paramref name="length"/>, a whole number of cipher
    /// blocks. Without <c>restart</c> the chain continues from the last call: the first block is then undefined.
    /// </summary>
    public void Transform(byte[] buffer, int length)
    {
        var transform = Interlocked.Exchange(ref _first, null);
        if (transform is null && !_idle.TryDequeue(out transform))
            transform = create();

        transform.TransformBlock(buffer, 0, length, buffer, 0);
        if (restart)
            transform.TransformFinalBlock([], 0, 0); // back to the initial vector

        // A transform that threw is not returned to the pool: its state is unknown.
        if (Interlocked.CompareExchange(ref _first, transform, null) is not null)
            _idle.Enqueue(transform);
    }
}
