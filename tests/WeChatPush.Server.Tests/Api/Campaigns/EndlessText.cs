using System.Text;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary>A stream that begins with a text and goes on with one character, and counts what is read of it.</summary>
internal sealed class EndlessText(string begin, char filling, long count) : Stream
{
    private readonly byte[] _begin = Encoding.UTF8.GetBytes(begin);

    /// <summary>The bytes that were read.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = _begin.AsMemory((int)Math.Min(BytesRead, _begin.Length));
        var length = (int)Math.Min(buffer.Length, left.Length > 0 ? left.Length : _begin.Length + count - BytesRead);
        if (left.Length > 0)
            left[..length].CopyTo(buffer);
        else
            buffer.Span[..length].Fill((byte)filling);
        BytesRead += length;
        return ValueTask.FromResult(length);
    }

    // No thread is to wait for an upload.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
