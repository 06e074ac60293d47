using System.Net;

namespace WeChatPush.Sending;

/// <summary>
/// A body that knows whether it was ever written to a connection. Before that a failure means "certainly not sent"; after
/// it, the outcome is unknown. It can be written once only, so no layer below can repeat a send by itself.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private int _written;

    /// <summary>Wraps the bytes of a body.</summary>
    public TrackedContent(ReadOnlyMemory<byte> body, string contentType)
    {
        _body = body;

        // Verbatim: a header that is parsed and written again has the boundary of a form in quotes, which WeChat cannot
        // read.
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <summary>Whether writing has begun.</summary>
    public bool WasWritten => Volatile.Read(ref _written) != 0;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _written, 1) != 0)
            throw new InvalidOperationException("A send is written to one connection only.");
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
