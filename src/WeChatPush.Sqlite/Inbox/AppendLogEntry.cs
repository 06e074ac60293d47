using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WeChatPush.Inbox;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Pushes as they lie in a row of <c>arrival</c>, one behind the other; <see cref="PackedPush"/> reads them:
/// <code>
///   size of the rest 4 · id 16 · received 8 · created 8 · user 4+n · MsgType 4+n · Event 4+n · source 4+n · body
/// </code>
/// Little-endian; a size of -1 is no text at all.
/// </summary>
internal static class AppendLogEntry
{
    public const int IdSize = 16;
    public const int Fixed = IdSize + 8 + 8;
    public const int None = -1;
    private const int Texts = 4;

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

    private static int WriteText(Span<byte> span, string? text)
    {
        var size = text is null ? 0 : Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, text is null ? None : size);
        return sizeof(int) + size;
    }
}
