using System.Buffers.Text;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// Collects the envelope while a body is walked over. Of a field that comes twice the first one counts: it stands in front
/// of all that a user may have typed. Of MsgId the last one counts, since WeChat writes it behind the text.
/// </summary>
internal struct HeaderFields
{
    private HeaderField _seen;
    private PushHeader _header;

    /// <summary>Which envelope field has this name, if any.</summary>
    public static HeaderField Named(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("Event"u8) => HeaderField.Event,
        5 when name.SequenceEqual("MsgId"u8) => HeaderField.MsgId,
        6 when name.SequenceEqual("action"u8) => HeaderField.Action,
        7 when name.SequenceEqual("MsgType"u8) => HeaderField.MsgType,
        10 when name.SequenceEqual("ToUserName"u8) => HeaderField.ToUserName,
        10 when name.SequenceEqual("CreateTime"u8) => HeaderField.CreateTime,
        12 when name.SequenceEqual("FromUserName"u8) => HeaderField.FromUserName,
        _ => HeaderField.None,
    };

    /// <summary>Notes that the field begins. Returns it if its value counts, else <see cref="HeaderField.None"/>.</summary>
    public HeaderField Begin(HeaderField field)
    {
        if (field == HeaderField.MsgId)
            _header = _header with { MsgId = null };
        else if ((_seen & field) != 0)
            return HeaderField.None;

        _seen |= field;
        return field;
    }

    /// <summary>Keeps the field's value.</summary>
    public void Set(HeaderField field, ReadOnlySpan<byte> text)
    {
        // An empty field is one that is not there, as cloud functions' empty Event of a text message.
        if (text.IsEmpty)
            return;

        switch (field)
        {
            case HeaderField.MsgType:
                _header = _header with { MsgType = KnownNames.ToString(text) };
                break;
            case HeaderField.Event:
                _header = _header with { Event = KnownNames.ToString(text) };
                break;
            case HeaderField.FromUserName:
                _header = _header with { FromUserName = Encoding.UTF8.GetString(text) };
                break;
            case HeaderField.ToUserName:
                _header = _header with { ToUserName = Encoding.UTF8.GetString(text) };
                break;
            case HeaderField.CreateTime:
                _header = _header with { CreateTime = ToInt64(text) };
                break;
            case HeaderField.MsgId:
                _header = _header with { MsgId = Encoding.UTF8.GetString(text) };
                break;
            case HeaderField.Action:
                _header = _header with { Action = Encoding.UTF8.GetString(text) };
                break;
        }
    }

    /// <summary>The envelope as far as it was there. An Event outside of an event is none.</summary>
    public readonly PushHeader ToHeader(PushFormat format) =>
        _header with { Format = format, Event = _header.IsEvent ? _header.Event : null };

    private static long ToInt64(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        return Utf8Parser.TryParse(text, out long value, out var consumed) && consumed == text.Length ? value : 0;
    }
}
