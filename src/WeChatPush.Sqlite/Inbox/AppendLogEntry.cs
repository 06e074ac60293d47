using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Pushes as they lie in a row of <c>arrival</c>, one behind the other:
/// <code>
///   size of the rest 4 · id 16 · received 8 · created 8 · user 4+n · MsgType 4+n · Event 4+n · source 4+n · body
/// </code>
/// Little-endian; a size of -1 is no text at all.
/// </summary>
internal ref struct AppendLogEntry
{
    private const int IdSize = 16;
    private const int Fixed = IdSize + 8 + 8;
    private const int Texts = 4;
    private const int None = -1;

    private ReadOnlySpan<byte> _rest;

    private AppendLogEntry(ReadOnlySpan<byte> push)
    {
        Id = push[..IdSize];
        ReceivedAt = BinaryPrimitives.ReadInt64LittleEndian(push[IdSize..]);
        CreateTime = BinaryPrimitives.ReadInt64LittleEndian(push[(IdSize + 8)..]);
        _rest = push[Fixed..];
        MsgType = "";
        if (!TryReadText(out var openId) || !TryReadText(out var msgType) || !TryReadText(out var name) || !TryReadText(out var source)
            || msgType is null || !StoredValues.IsTime(ReceivedAt) || !PushSource.TryRead(source, out _))
            return;
        (OpenId, MsgType, Event, Source) = (openId, msgType, name, source);
        IsReadable = true;
    }

    private bool IsReadable { get; }

    public ReadOnlySpan<byte> Id { get; }

    public long ReceivedAt { get; }

    public long CreateTime { get; }

    public string? OpenId { get; }

    public string MsgType { get; }

    public string? Event { get; }

    public string? Source { get; }

    public readonly ReadOnlySpan<byte> Body => _rest;

    /// <summary>Puts a push behind those that are there.</summary>
    public static void Write(ArrayBufferWriter<byte> output, IncomingPush push, long receivedAt)
    {
        var source = PushSource.Write(push.Source);
        var most = sizeof(int) + Fixed + (Texts * sizeof(int)) + push.Body.Length
            + Encoding.UTF8.GetMaxByteCount((push.OpenId?.Length ?? 0) + push.MsgType.Length
                + (push.Event?.Length ?? 0) + (source?.Length ?? 0));
        var span = output.GetSpan(most);
        Convert.FromHexString(push.Id, span[sizeof(int)..], out _, out _);
        BinaryPrimitives.WriteInt64LittleEndian(span[(sizeof(int) + IdSize)..], receivedAt);
        BinaryPrimitives.WriteInt64LittleEndian(span[(sizeof(int) + IdSize + 8)..], push.CreateTime);
        var at = sizeof(int) + Fixed;
        foreach (var text in (ReadOnlySpan<string?>)[push.OpenId, push.MsgType, push.Event, source])
            at += WriteText(span[at..], text);
        push.Body.Span.CopyTo(span[at..]);
        at += push.Body.Length;
        BinaryPrimitives.WriteInt32LittleEndian(span, at - sizeof(int));
        output.Advance(at);
    }

    /// <summary>
    /// Takes the first push off a row. False: there is none left, or what is left cannot be read: a damaged file, or a
    /// newer version.
    /// </summary>
    public static bool TryRead(ref ReadOnlySpan<byte> row, out AppendLogEntry push)
    {
        push = default;
        if (row.Length < sizeof(int))
            return false;
        var size = BinaryPrimitives.ReadInt32LittleEndian(row);
        if (size < Fixed || size > row.Length - sizeof(int))
            return false;
        push = new AppendLogEntry(row.Slice(sizeof(int), size));
        if (!push.IsReadable)
            return false;
        row = row[(sizeof(int) + size)..];
        return true;
    }

    private static int WriteText(Span<byte> span, string? text)
    {
        var size = text is null ? 0 : Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, text is null ? None : size);
        return sizeof(int) + size;
    }

    private bool TryReadText(out string? text)
    {
        text = null;
        if (_rest.Length < sizeof(int))
            return false;
        var size = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        if (size == None)
            return true;
        if (size < 0 || size > _rest.Length)
            return false;
        text = Encoding.UTF8.GetString(_rest[..size]);
        _rest = _rest[size..];
        return true;
    }
}
