using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// The envelope of the unified form: each field once, with the value that identity and routing use, so that a backend sees
/// the same push. CreateTime is a number and everything else text.
/// </summary>
internal struct UnifiedEnvelope(in PushHeader header)
{
    private const HeaderField Fields = HeaderField.MsgType | HeaderField.Event | HeaderField.FromUserName
        | HeaderField.ToUserName | HeaderField.CreateTime | HeaderField.MsgId;

    private static readonly string[] Names = ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "MsgId"];

    private readonly PushHeader _header = header;
    private HeaderField _written;

    /// <summary>Whether a user wrote the push: then every field occurs once, and a second one is what the user typed.</summary>
    public readonly bool IsMessage => _header.MsgType.Length > 0 && !_header.IsEvent;

    /// <summary>
    /// Writes the field if it is one of the envelope; false if it is not, and the caller has to write it. An Event outside of an
    /// event, a second one, and what a reader that ignores case would take for one of them, is left out.
    /// </summary>
    public bool TryWrite(Utf8JsonWriter writer, string name)
    {
        var field = HeaderFields.Named(Encoding.UTF8.GetBytes(name)) & Fields;
        if (field == HeaderField.None)
            return IsMessage && Names.Contains(name, StringComparer.OrdinalIgnoreCase);

        if ((_written & field) != 0 || (field == HeaderField.Event && !_header.IsEvent))
            return true;

        _written |= field;
        writer.WritePropertyName(name);
        if (field == HeaderField.CreateTime)
            writer.WriteNumberValue(_header.CreateTime);
        else
            writer.WriteStringValue(Text(field) ?? "");

        return true;
    }

    private readonly string? Text(HeaderField field) => field switch
    {
        HeaderField.MsgType => _header.MsgType,
        HeaderField.Event => _header.Event,
        HeaderField.FromUserName => _header.FromUserName,
        HeaderField.ToUserName => _header.ToUserName,
        _ => _header.MsgId,
    };
}
