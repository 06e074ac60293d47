using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Reading JSON as WeChat writes it. The framework's own way to a string throws at an escaped half of a
/// surrogate pair, which users do type; here it becomes the replacement character.
/// </summary>
internal static class JsonText
{
    /// <summary>Objects and arrays inside each other; more is an attack or an accident.</summary>
    public const int MaxDepth = 64;

    // One level more than allowed, so that the level too deep is seen rather than thrown at.
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, MaxDepth = MaxDepth + 1 };

    /// <summary>A reader that takes the trailing commas of WeChat's own samples.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>The name, string or number the reader is at, without escapes.</summary>
    public static ReadOnlySpan<byte> Unescaped(in Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : reader.ValueSpan;

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped)
    {
        // An escape is never shorter than what it stands for.
        var output = new ArrayBufferWriter<byte>(escaped.Length);
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            output.Write(escaped[..at]);
            escaped = escaped[at..];
            var rune = ReadEscape(escaped, out var length);
            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
            escaped = escaped[length..];
        }

        output.Write(escaped);
        return output.WrittenSpan;
    }

    /// <summary>Reads the escape the span starts with; the reader has checked its syntax.</summary>
    private static Rune ReadEscape(ReadOnlySpan<byte> escaped, out int length)
    {
        length = 2;
        switch (escaped[1])
        {
            case (byte)'b':
                return new Rune('\b');
            case (byte)'f':
                return new Rune('\f');
            case (byte)'n':
                return new Rune('\n');
            case (byte)'r':
                return new Rune('\r');
            case (byte)'t':
                return new Rune('\t');
            case (byte)'u':
                length = 6;
                break;
            default:
                return new Rune(escaped[1]);
        }

        var unit = CodeUnit(escaped);
        if (Rune.TryCreate(unit, out var rune))
            return rune;

        var rest = escaped[length..];
        if (!rest.StartsWith("\\u"u8) || !Rune.TryCreate(unit, CodeUnit(rest), out rune))
            return Rune.ReplacementChar;

        length = 12;
        return rune;
    }

    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
