namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>A body that arrives a few bytes at a time.</summary>
internal sealed class FuzzStream(byte[] body, int chunk) : MemoryStream(body, writable: false)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }
}
