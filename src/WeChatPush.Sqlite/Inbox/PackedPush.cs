using System.Buffers.Binary;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>A push of a packed row. Its texts stay UTF-8 where they only go from one table to another.</summary>
internal sealed class PackedPush
{
    private PackedPush(PackedRow row, ReadOnlyMemory<byte> bytes) => (Row, Bytes) = (row, bytes);

    public PackedRow Row { get; }

    /// <summary>As it lies in the row, its size in front.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Its number in <c>push</c>, from the moment at which its row was read.</summary>
    public long Seq { get; init; }

    public ReadOnlyMemory<byte> Id => Bytes.Slice(sizeof(int), AppendLogEntry.IdSize);

    public long ReceivedAt => BinaryPrimitives.ReadInt64LittleEndian(Bytes.Span[(sizeof(int) + AppendLogEntry.IdSize)..]);

    public long CreateTime => BinaryPrimitives.ReadInt64LittleEndian(Bytes.Span[(sizeof(int) + AppendLogEntry.IdSize + 8)..]);

    public ReadOnlyMemory<byte>? OpenId { get; private set; }

    public ReadOnlyMemory<byte> MsgType { get; private set; }

    public ReadOnlyMemory<byte>? Event { get; private set; }

    public ReadOnlyMemory<byte>? Source { get; private set; }

    public ReadOnlyMemory<byte> Body { get; private set; }

    public long? Mailbox { get; private set; }

    /// <summary>When the lease of its holder ends, in Unix ms.</summary>
    public long Until { get; set; }

    /// <summary>Whether a push of the same user may wait behind this one.</summary>
    public bool HasFollower { get; set; }

    /// <summary>Whether a send of it may be noted.</summary>
    public bool HasSends { get; set; } = true;

    /// <summary>
    /// Takes the first push off the bytes of a row. <see langword="null"/>: there is none left, or what is left cannot be
    /// read: a damaged file, or a newer version.
    /// </summary>
    public static PackedPush? Read(PackedRow row, ref ReadOnlyMemory<byte> rest, long seq)
    {
        if (rest.Length < sizeof(int))
            return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (size < AppendLogEntry.Fixed || size > rest.Length - sizeof(int))
            return null;
        var push = new PackedPush(row, rest[..(sizeof(int) + size)]) { Seq = seq };
        if (!push.TryReadTexts() || !StoredValues.IsTime(push.ReceivedAt))
            return null;
        rest = rest[(sizeof(int) + size)..];
        return push;
    }

    /// <summary>The push as its first holder gets it.</summary>
    public ClaimedPush ToClaim() => new()
    {
        Handle = Seq,
        Id = Convert.ToHexStringLower(Id.Span),
        App = Row.App,
        OpenId = ToText(OpenId),
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
        Attempt = 1,
        Replay = 0,
        Fence = PackedPushes.Fence,
        Body = Body,
        Source = PushSource.Read(ToText(Source)),
    };

    private static string? ToText(ReadOnlyMemory<byte>? text) => text is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private bool TryReadTexts()
    {
        var rest = Bytes[(sizeof(int) + AppendLogEntry.Fixed)..];
        if (!TryReadText(ref rest, out var openId) || !TryReadText(ref rest, out var msgType) || !TryReadText(ref rest, out var name)
            || !TryReadText(ref rest, out var source) || msgType is not { } type || !PushSource.TryRead(ToText(source), out _))
            return false;
        (OpenId, MsgType, Event, Source, Body) = (openId, type, name, source, rest);
        Mailbox = Inbox.Mailbox.GetName(Row.AppBytes, openId is { } user ? user.Span : default);
        return true;
    }

    private static bool TryReadText(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte>? text)
    {
        text = null;
        if (rest.Length < sizeof(int))
            return false;
        var size = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        rest = rest[sizeof(int)..];
        if (size == AppendLogEntry.None)
            return true;
        if (size < 0 || size > rest.Length)
            return false;
        text = rest[..size];
        rest = rest[size..];
        return true;
    }
}
