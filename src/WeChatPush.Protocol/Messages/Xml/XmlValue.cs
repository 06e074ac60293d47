using System.Buffers;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// The text of one element, joined from its parts. One part without entities, the usual case, stays where it is in the
/// document.
/// </summary>
internal ref struct XmlValue
{
    /// <summary>How XML has to write <c>]]&gt;</c> inside CDATA.</summary>
    public static ReadOnlySpan<byte> Split => "]]]]><![CDATA[>"u8;

    private ReadOnlySpan<byte> _only;
    private ArrayBufferWriter<byte>? _joined;

    /// <summary>Whether a part of it was CDATA: then it is a string whatever it looks like.</summary>
    public bool HasCData { get; private set; }

    /// <summary>The text so far, decoded.</summary>
    public readonly ReadOnlySpan<byte> Utf8 => _joined is null ? _only : _joined.WrittenSpan;

    /// <summary>
    /// Where the text stands in the document; -1 if it stands there in several parts, or encoded.
    /// </summary>
    public int Offset { get; private set; }

    /// <summary>Adds the text or CDATA the reader is at.</summary>
    public void Add(scoped in XmlPushReader reader)
    {
        var piece = reader.Value;
        var isCData = reader.Token == XmlToken.CData;
        HasCData |= isCData;

        // White space outside CDATA is layout: around a CDATA section, or between elements.
        if (piece.IsEmpty || (!isCData && Blank.Is(piece)))
            return;

        if (_joined is null && _only.IsEmpty && !reader.HasEntities && !reader.HasSplits)
        {
            _only = piece;
            Offset = reader.ValueOffset;
            return;
        }

        if (_joined is null)
        {
            _joined = new ArrayBufferWriter<byte>(_only.Length + piece.Length);
            _joined.Write(_only);
            Offset = -1;
        }

        if (reader.HasEntities)
            XmlEntity.Decode(piece, _joined);
        else if (reader.HasSplits)
            WriteWhole(piece, _joined);
        else
            _joined.Write(piece);
    }

    private static void WriteWhole(ReadOnlySpan<byte> piece, ArrayBufferWriter<byte> output)
    {
        for (var at = piece.IndexOf(Split); at >= 0; at = piece.IndexOf(Split))
        {
            output.Write(piece[..at]);
            output.Write("]]>"u8);
            piece = piece[(at + Split.Length)..];
        }

        output.Write(piece);
    }

    /// <inheritdoc/>
    public override readonly string ToString() => Encoding.UTF8.GetString(Utf8);
}
