using System.Runtime.CompilerServices;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// A forward-only reader of a push in XML, over its UTF-8 bytes and without allocating. It knows less than
/// XML, on purpose: no document type, no entities but the predefined, and attributes are read over. And it
/// bears more, because pushes contain it: control characters in what a user typed, and zero-width spaces
/// between elements.
/// </summary>
/// <remarks>
/// The caller checks the UTF-8 first. How far the text of a CDATA section goes depends on whether the push is an event:
/// see <see cref="CDataEnd"/>. So the reader notes the MsgType, the first one, which stands in front of all that a user
/// typed.
/// </remarks>
internal ref struct XmlPushReader(ReadOnlySpan<byte> document)
{
    /// <summary>Elements inside each other; more is an attack or an accident.</summary>
    public const int MaxDepth = 64;

    /// <summary>How often the document may be looked through for the ends of texts. A message has a handful of them.</summary>
    private const long MaxLookAhead = 32;

    private const int FieldDepth = 2;

    private readonly ReadOnlySpan<byte> _document = document;
    private OpenElements _open;
    private int _at;
    private long _lookAhead = MaxLookAhead * document.Length;
    private Kind _kind;
    private bool _closeNext;
    private bool _rootClosed;

    /// <summary>What the last <see cref="Read"/> stopped at.</summary>
    public XmlToken Token { get; private set; }

    /// <summary>How many elements are open around the token; the root's own start and end are at 1.</summary>
    public int Depth { get; private set; }

    /// <summary>The name of the element that starts or ends.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The text as it stands in the document.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where <see cref="Value"/> begins in the document.</summary>
    public int ValueOffset { get; private set; }

    /// <summary>Whether <see cref="Value"/> holds entities to decode with <see cref="XmlEntity.Decode"/>.</summary>
    public bool HasEntities { get; private set; }

    /// <summary>
    /// Whether <see cref="Value"/> holds <c>]]]]&gt;&lt;![CDATA[&gt;</c>, which stands for <c>]]&gt;</c>.
    /// </summary>
    public bool HasSplits { get; private set; }

    private enum Kind
    {
        Unknown,
        Event,
        Message,
    }

    /// <summary>Moves to the next token. After <c>End</c> and after an error it stays there.</summary>
    public XmlToken Read()
    {
        if (Token >= XmlToken.End)
            return Token;

        // The end is a token of the element that ends, so the depth falls only afterwards.
        if (Token == XmlToken.EndElement && --Depth == 0)
            _rootClosed = true;

        if (_closeNext)
        {
            _closeNext = false;
            return Token = XmlToken.EndElement;
        }

        return Token = Depth == 0 ? ReadOutside() : ReadInside();
    }

    private XmlToken ReadOutside()
    {
        while (true)
        {
            _at += Blank.LengthAtStart(_document[_at..]);
            var rest = _document[_at..];
            if (rest.IsEmpty)
                return _rootClosed ? XmlToken.End : XmlToken.Malformed;

            if (rest[0] != '<')
                return XmlToken.Malformed;

            if (!SkipComment(rest, out var skipped))
                return _rootClosed ? XmlToken.Malformed : ReadStart(rest);

            if (!skipped)
                return XmlToken.Malformed;
        }
    }

    private XmlToken ReadInside()
    {
        while (true)
        {
            var rest = _document[_at..];
            if (rest.IsEmpty)
                return XmlToken.Malformed;

            if (rest[0] != '<')
                return ReadText(rest);

            if (rest.StartsWith("</"u8))
                return ReadEnd(rest);

            if (rest.StartsWith("<![CDATA["u8))
                return ReadCData(rest);

            if (!SkipComment(rest, out var skipped))
                return ReadStart(rest);

            if (!skipped)
                return XmlToken.Malformed;
        }
    }

    /// <summary>Whether a comment or processing instruction starts here, and if so, whether it also ends.</summary>
    private bool SkipComment(ReadOnlySpan<byte> rest, out bool skipped)
    {
        skipped = false;
        var isComment = rest.StartsWith("<!--"u8);
        if (!isComment && !rest.StartsWith("<?"u8))
            return false;

        var start = isComment ? 4 : 2;
        var length = rest[start..].IndexOf(isComment ? "-->"u8 : "?>"u8);
        if (length < 0)
            return true;

        _at += start + length + (isComment ? 3 : 2);
        skipped = true;
        return true;
    }

    private XmlToken ReadStart(ReadOnlySpan<byte> rest)
    {
        var nameLength = XmlSyntax.NameLength(rest[1..]);
        if (nameLength == 0)
            return XmlToken.Malformed;

        if (Depth == MaxDepth)
            return XmlToken.TooDeep;

        var end = 1 + nameLength;
        if (!XmlSyntax.SkipAttributes(rest, ref end))
            return XmlToken.Malformed;

        _closeNext = rest[end] == '/';
        _open[Depth++] = _at + 1;
        Name = rest.Slice(1, nameLength);
        _at += end + (_closeNext ? 2 : 1);
        return XmlToken.StartElement;
    }

    private XmlToken ReadEnd(ReadOnlySpan<byte> rest)
    {
        var nameLength = XmlSyntax.NameLength(rest[2..]);
        var name = rest.Slice(2, nameLength);
        var open = _document[_open[Depth - 1]..];
        if (nameLength == 0 || XmlSyntax.NameLength(open) != nameLength || !open.StartsWith(name))
            return XmlToken.Malformed;

        var end = 2 + nameLength;
        end += XmlSyntax.WhiteSpaceLength(rest[end..]);
        if (end == rest.Length || rest[end] != '>')
            return XmlToken.Malformed;

        Name = name;
        _at += end + 1;
        return XmlToken.EndElement;
    }

    private XmlToken ReadText(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf((byte)'<');
        if (length < 0)
            return XmlToken.Malformed;

        SetValue(0, length);
        HasSplits = false;
        HasEntities = Value.Contains((byte)'&');
        if (HasEntities && !XmlEntity.AllValid(Value))
            return XmlToken.Malformed;

        _at += length;
        return XmlToken.Text;
    }

    private XmlToken ReadCData(ReadOnlySpan<byte> rest)
    {
        const int start = 9;
        var open = _document[_open[Depth - 1]..];
        var name = open[..XmlSyntax.NameLength(open)];
        var length = CDataEnd.Find(rest[start..], name, IsTyped(name), ref _lookAhead);
        if (length < 0)
            return XmlToken.Malformed;

        SetValue(start, length);
        HasEntities = false;
        HasSplits = Value.IndexOf(XmlValue.Split) >= 0;
        _at += start + length + CDataEnd.MarkLength;
        return XmlToken.CData;
    }

    /// <summary>
    /// Whether a user may have typed the text of the element. The fields that WeChat makes are never looked for further
    /// on: a user may have typed their end tags. Before the MsgType is known the fields of the push count as typed, those
    /// inside others may repeat.
    /// </summary>
    private readonly bool IsTyped(ReadOnlySpan<byte> name) => _kind switch
    {
        Kind.Event => false,
        Kind.Unknown when Depth != FieldDepth => false,
        _ => Depth != FieldDepth
            || (HeaderFields.Named(name) is HeaderField.None or HeaderField.Action && !name.SequenceEqual("Encrypt"u8)),
    };

    private void SetValue(int start, int length)
    {
        ValueOffset = _at + start;
        Value = _document.Slice(ValueOffset, length);
        if (_kind == Kind.Unknown && Depth == FieldDepth)
            NoteMsgType();
    }

    private void NoteMsgType()
    {
        var open = _document[_open[Depth - 1]..];
        var value = Value.Trim(" \t\r\n"u8);
        if (!value.IsEmpty && HeaderFields.Named(open[..XmlSyntax.NameLength(open)]) == HeaderField.MsgType)
            _kind = Ascii.EqualsIgnoreCase(value, "event"u8) ? Kind.Event : Kind.Message;
    }

    /// <summary>Where the names of the open elements stand in the document.</summary>
    [InlineArray(MaxDepth)]
    private struct OpenElements
    {
        private int _first;
    }
}
