using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// Gathers the fields of an identity and hashes them. Each goes in with its length in front, so that no field can
/// reach over into the next, and a missing one differs from an empty one.
/// </summary>
internal ref struct KeyHash(Span<byte> buffer)
{
    /// <summary>Room for the fields of any message, to be taken from the stack.</summary>
    public const int UsualSize = 512;

    private const int Missing = -1;

    private Span<byte> _buffer = buffer;
    private int _used;

    /// <summary>Adds one field.</summary>
    public void Add(ReadOnlySpan<char> text, bool isMissing = false)
    {
        MakeRoom(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, _buffer[(_used + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_used..], isMissing ? Missing : length);
        _used += sizeof(int) + length;
    }

    /// <summary>Adds one field, which may be missing.</summary>
    public void Add(string? text) => Add(text.AsSpan(), text is null);

    /// <summary>The key of all that was added.</summary>
    public readonly PushKey ToKey()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer[.._used], hash);
        return PushKey.Read(hash);
    }

    private void MakeRoom(int length)
    {
        if (_buffer.Length - _used >= length)
            return;

        var larger = new byte[Math.Max(2 * _buffer.Length, _used + length)];
        _buffer[.._used].CopyTo(larger);
        _buffer = larger;
    }
}
