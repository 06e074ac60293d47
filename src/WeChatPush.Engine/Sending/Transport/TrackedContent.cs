using System.Net;
using System.Runtime.ExceptionServices;

namespace WeChatPush.Sending;

/// <summary>
/// A body that knows whether it was ever written to a connection. Before that a failure means "certainly not sent"; after
/// it, the outcome is unknown. It can be written once only, so no layer below can repeat a send by itself. It is asked for
/// when the connection is there and nothing has been written to it (the head waits in a buffer for the body), so the
/// send is noted here.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly ISendNote? _note;
    private ExceptionDispatchInfo? _noteFailure;
    private int _taken;
    private int _written;

    /// <summary>Wraps the bytes of a body.</summary>
    public TrackedContent(ReadOnlyMemory<byte> body, string contentType, ISendNote? note = null)
    {
        (_body, _note) = (body, note);

        // Verbatim: a header that is parsed and written again has the boundary of a form in quotes, which WeChat cannot
        // read.
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <summary>Whether writing has begun.</summary>
    public bool WasWritten => Volatile.Read(ref _written) != 0;

    /// <summary>Whether the send was noted.</summary>
    public bool WasNoted { get; private set; }

    /// <summary>Whether the note refused the send.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Throws what the note threw, as it was.</summary>
    public void ThrowIfNoteFailed() => _noteFailure?.Throw();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            throw new InvalidOperationException("A send is written to one connection only.");
        if (_note is null)
        {
            await WriteAsync(stream, cancellationToken);
            return;
        }

        if (_note.Limiter is not { } limiter)
        {
            await NoteAndWriteAsync(_note, stream, cancellationToken);
            return;
        }

        await limiter.WaitAsync(cancellationToken);
        try
        {
            await NoteAndWriteAsync(_note, stream, cancellationToken);
            // Up to here it lies in a buffer.
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            limiter.Release();
        }
    }

    private async ValueTask NoteAndWriteAsync(ISendNote note, Stream stream, CancellationToken cancellationToken)
    {
        await NoteAsync(note, cancellationToken);
        // While it was noted the time may have run out, and the connection with it.
        cancellationToken.ThrowIfCancellationRequested();
        await WriteAsync(stream, cancellationToken);
    }

    private ValueTask WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _written, 1);
        return stream.WriteAsync(_body, cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    private async ValueTask NoteAsync(ISendNote note, CancellationToken cancellationToken)
    {
        try
        {
            WasNoted = await note.BeginAsync(cancellationToken);
        }
        catch (Exception error)
        {
            _noteFailure = ExceptionDispatchInfo.Capture(error);
            throw;
        }

        if (WasNoted)
            return;
        WasRefused = true;
        throw new IOException("The send is not to be made.");
    }
}
