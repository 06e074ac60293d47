using System.Buffers.Binary;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>
/// A push as it lies in Redis: one value. The head is what the scripts rewrite; everything behind it is written once.
/// <code>
///   head   state 1 · again 1 · awaits 1 · attempts 4 · replay 4 · fence 8 · ended 8     big-endian, as HEAD in common.lua
///   id     16
///   facts  where the body begins 4 · user 4+n · MsgType 4+n · Event 4+n · received 8 · created 8 · source 4+n, if any
///   body   to the end
/// </code>
/// </summary>
internal readonly struct RedisPush
{
    private const int HeadSize = 27;
    private const int IdSize = 16;
    private const int FactsAt = HeadSize + IdSize;
    private const uint Null = uint.MaxValue;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _body;

    private RedisPush(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var span = bytes.Span;
        MsgType = Id = "";
        if (span.Length < FactsAt + 4)
            return;
        State = (PushState)span[0];
        AwaitsReply = span[2] == 1;
        Attempts = BinaryPrimitives.ReadInt32BigEndian(span[3..]);
        Replay = BinaryPrimitives.ReadInt32BigEndian(span[7..]);
        Fence = BinaryPrimitives.ReadInt64BigEndian(span[11..]);
        var ended = BinaryPrimitives.ReadInt64BigEndian(span[19..]);
        EndedAt = ended > 0 && StoredNumbers.IsTime(ended) ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null;
        Id = Convert.ToHexStringLower(span.Slice(HeadSize, IdSize));
        _body = BinaryPrimitives.ReadInt32BigEndian(span[FactsAt..]);

        var at = FactsAt + 4;
        if (!Enum.IsDefined(State) || Attempts < 0 || Replay < 0 || Fence < 0
            || !TryReadText(span, ref at, out var openId) || !TryReadText(span, ref at, out var msgType)
            || !TryReadText(span, ref at, out var name) || span.Length - at < 16)
            return;
        var receivedAt = BinaryPrimitives.ReadInt64BigEndian(span[at..]);
        CreateTime = BinaryPrimitives.ReadInt64BigEndian(span[(at + 8)..]);
        at += 16;
        string? source = null;
        if (!StoredNumbers.IsTime(receivedAt) || (at < _body && !TryReadText(span, ref at, out source)) || at > _body)
            return;
        (OpenId, MsgType, Event) = (openId is { Length: > 0 } ? openId : null, msgType ?? "", name);
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(receivedAt);
        IsReadable = PushSource.TryRead(source, out var read);
        Source = read;
    }

    /// <summary>
    /// Whether it is a push: not one that is cut off or damaged, nor one with a value that only a newer version knows. The
    /// body may have been left away.
    /// </summary>
    public bool IsReadable { get; }

    public PushState State { get; }

    public bool AwaitsReply { get; }

    public int Attempts { get; }

    public int Replay { get; }

    public long Fence { get; }

    /// <summary>When it became done or dead.</summary>
    public DateTimeOffset? EndedAt { get; }

    public string Id { get; }

    public string? OpenId { get; }

    public string MsgType { get; }

    public string? Event { get; }

    public DateTimeOffset ReceivedAt { get; }

    public long CreateTime { get; }

    public IReadOnlyDictionary<string, string>? Source { get; }

    public ReadOnlyMemory<byte> Body => IsReadable && _body <= _bytes.Length ? _bytes[_body..] : _bytes;

    /// <summary>Reads a push, or one whose body was left away.</summary>
    public static RedisPush Read(byte[] bytes) => new(bytes);

    /// <summary>Bytes of a push that no step has changed yet.</summary>
    public static int SizeOf(IncomingPush push, string? source) => BodyAt(push, source) + push.Body.Length;

    /// <summary>Writes a push that no step has changed yet.</summary>
    public static void Write(IncomingPush push, string? source, Span<byte> span)
    {
        var body = BodyAt(push, source);
        span[..HeadSize].Clear();
        span[2] = push.AwaitsReply ? (byte)1 : (byte)0;
        Convert.FromHexString(push.Id, span[HeadSize..], out _, out _);
        BinaryPrimitives.WriteInt32BigEndian(span[FactsAt..], body);

        var at = FactsAt + 4;
        WriteText(span, ref at, push.OpenId ?? "");
        WriteText(span, ref at, push.MsgType);
        WriteText(span, ref at, push.Event);
        BinaryPrimitives.WriteInt64BigEndian(span[at..], push.ReceivedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(span[(at + 8)..], push.CreateTime);
        at += 16;
        if (source is not null)
            WriteText(span, ref at, source);
        push.Body.Span.CopyTo(span[body..]);
    }

    private static int BodyAt(IncomingPush push, string? source) =>
        FactsAt + 4 + SizeOf(push.OpenId) + SizeOf(push.MsgType) + SizeOf(push.Event) + 8 + 8 + (source is null ? 0 : SizeOf(source));

    private static int SizeOf(string? text) => 4 + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static void WriteText(Span<byte> span, ref int at, string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteUInt32BigEndian(span[at..], Null);
            at += 4;
            return;
        }

        var size = Encoding.UTF8.GetBytes(text, span[(at + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(span[at..], size);
        at += 4 + size;
    }

    private static bool TryReadText(ReadOnlySpan<byte> span, ref int at, out string? text)
    {
        text = null;
        if (span.Length - at < 4)
            return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(span[at..]);
        at += 4;
        if (size == Null)
            return true;
        if (size > span.Length - at)
            return false;
        text = Encoding.UTF8.GetString(span.Slice(at, (int)size));
        at += (int)size;
        return true;
    }
}
