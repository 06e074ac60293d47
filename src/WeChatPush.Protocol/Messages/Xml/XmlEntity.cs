using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// The five predefined and the numeric character references. There are no others, because there is no DTD.
/// </summary>
internal static class XmlEntity
{
    /// <summary>The longest one that means something, <c>&amp;#x0010FFFF;</c>, with room for leading zeros.</summary>
    private const int MaxLength = 16;

    /// <summary>Reads the reference the span starts with.</summary>
    /// <param name="text">Starts with <c>&amp;</c>.</param>
    /// <param name="rune">What it stands for. A surrogate is the replacement character, as in JSON.</param>
    /// <param name="length">Bytes up to and including the semicolon.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        rune = default;
        length = text[..Math.Min(text.Length, MaxLength)].IndexOf((byte)';') + 1;
        if (length < 3)
            return false;

        var name = text[1..(length - 1)];
        if (name[0] == '#')
            return TryReadNumber(name[1..], out rune);

        var character = name switch
        {
            [(byte)'l', (byte)'t'] => '<',
            [(byte)'g', (byte)'t'] => '>',
            [(byte)'a', (byte)'m', (byte)'p'] => '&',
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => '"',
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => '\'',
            _ => '\0',
        };
        rune = new Rune(character);
        return character != '\0';
    }

    /// <summary>Whether every reference in the text is one of those.</summary>
    public static bool AllValid(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'&'); at >= 0; at = text.IndexOf((byte)'&'))
        {
            text = text[at..];
            if (!TryRead(text, out _, out var length))
                return false;

            text = text[length..];
        }

        return true;
    }

    /// <summary>Writes the text with its references replaced; it never gets longer.</summary>
    public static void Decode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        for (var at = text.IndexOf((byte)'&'); at >= 0; at = text.IndexOf((byte)'&'))
        {
            output.Write(text[..at]);
            text = text[at..];
            if (!TryRead(text, out var rune, out var length))
                break;

            output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
            text = text[length..];
        }

        output.Write(text);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out Rune rune)
    {
        rune = default;
        var hexadecimal = digits is [(byte)'x', ..];
        if (hexadecimal)
            digits = digits[1..];

        if (!Utf8Parser.TryParse(digits, out uint value, out var consumed, hexadecimal ? 'x' : 'd')
            || consumed != digits.Length
            || !char.IsAsciiHexDigit((char)digits[0])
            || value is 0 or > 0x10FFFF)
            return false;

        rune = Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
        return true;
    }
}
