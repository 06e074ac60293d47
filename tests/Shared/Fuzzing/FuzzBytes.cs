using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Changes that know nothing of a format: bits, slices, encodings, numbers.</summary>
internal static partial class FuzzBytes
{
    /// <summary>Values that numbers are not expected to have.</summary>
    public static readonly string[] OddNumbers =
    [
        "-1", "0", "-0", "00", "007", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
        "253402300800", "253402300799999", "1e400", "-1e400", "1E5", "1.5", "0x7f", "+1", " 1 ", "1 2", "NaN", "Infinity",
        "٣", "１２３", "1_000", "1,000", "", new('9', 400), "0." + new string('0', 400) + "1",
    ];

    /// <summary>Pieces that mean something to one reader or another, and bytes that mean nothing in UTF-8.</summary>
    public static readonly string[] Pieces =
    [
        "\xC0\x80", "\xED\xA0\x80", "\xED\xB0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "\xFE\xFF", "\xFF\xFE",
        "\xEF\xBB\xBF", "\x80", "\xE4\xBD", "\0", "\x01", "\b", "\x1B[31m", "\x7F", "\xC2\x85", "\xE2\x80\xA8", "\xEF\xBF\xBF",
        "<![CDATA[", "]]>", "]]", "<!--", "-->", "<?xml version=\"1.0\"?>", "<?x?>", "<!DOCTYPE xml>", "</xml>", "<xml>", "<", ">",
        "<MsgType>", "</MsgType>", "&", "&amp;", "&lt;", "&#0;", "&#x0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&#x;",
        "&#;", "&nobody;", "&lt", "\"", "'", "\\", "\\u", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\x41", "{", "}", "[", "]", "[]", "{}",
        ",", ",,", ":", "null", "true", "//", "/*", "\r\n", "\n", "\t", " ", "=", "%00", "\r\n0\r\n\r\n", "${jndi:ldap://x}", "'; DROP TABLE push; --",
    ];

    public static readonly IReadOnlyList<FuzzChange> Changes =
    [
        FlipABit, PutAByte, CutTheEnd, CutTheBeginning, CutASlice, RepeatASlice, MoveASlice, InsertAPiece, InsertAPiece, InsertNoise,
        ChangeANumber, ChangeANumber, Grow, Reencode, Twice,
    ];

    /// <summary>The beginning of the one and the end of the other.</summary>
    public static string Splice(FuzzCase chance, string text, string other) =>
        text[..chance.Random.Next(text.Length + 1)] + other[chance.Random.Next(other.Length + 1)..];

    private static string FlipABit(FuzzCase chance, string text)
    {
        var at = chance.Random.Next(text.Length);
        return Replace(text, at, 1, ((char)(text[at] ^ (1 << chance.Random.Next(8)))).ToString());
    }

    private static string PutAByte(FuzzCase chance, string text) =>
        Replace(text, chance.Random.Next(text.Length), 1, ((char)chance.Random.Next(256)).ToString());

    private static string CutTheEnd(FuzzCase chance, string text) => text[..chance.Random.Next(text.Length)];

    private static string CutTheBeginning(FuzzCase chance, string text) => text[chance.Random.Next(text.Length)..];

    private static string CutASlice(FuzzCase chance, string text)
    {
        var (at, length) = Slice(chance, text);
        return text.Remove(at, length);
    }

    private static string RepeatASlice(FuzzCase chance, string text)
    {
        var (at, length) = Slice(chance, text);
        return text.Insert(at, text.Substring(at, length));
    }

    private static string MoveASlice(FuzzCase chance, string text)
    {
        var (at, length) = Slice(chance, text);
        var rest = text.Remove(at, length);
        return rest.Insert(chance.Random.Next(rest.Length + 1), text.Substring(at, length));
    }

    private static string InsertAPiece(FuzzCase chance, string text) =>
        text.Insert(chance.Random.Next(text.Length + 1), chance.Pick(Pieces));

    private static string InsertNoise(FuzzCase chance, string text)
    {
        var noise = new byte[chance.Random.Next(1, 64)];
        chance.Random.NextBytes(noise);
        return text.Insert(chance.Random.Next(text.Length + 1), Encoding.Latin1.GetString(noise));
    }

    private static string ChangeANumber(FuzzCase chance, string text)
    {
        var numbers = Digits().Matches(text);
        if (numbers.Count == 0)
            return InsertAPiece(chance, text);
        var number = chance.Pick(numbers);
        return Replace(text, number.Index, number.Length, Bytes(chance.Pick(OddNumbers)));
    }

    // Once in a while up to the size that is read at all.
    private static string Grow(FuzzCase chance, string text)
    {
        var (at, length) = Slice(chance, text);
        var size = chance.Once(20) ? 1_000_000 : 10_000;
        return text.Insert(at, Repeat(text.Substring(at, length), size / length));
    }

    private static string Reencode(FuzzCase chance, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var utf8 = Encoding.UTF8.GetString(bytes);
        return chance.Random.Next(7) switch
        {
            0 => Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(utf8)),
            1 => "\xFF\xFE" + Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(utf8)),
            2 => "\xFE\xFF" + Encoding.Latin1.GetString(Encoding.BigEndianUnicode.GetBytes(utf8)),
            3 => Encoding.Latin1.GetString(Encoding.UTF32.GetBytes(utf8)),
            4 => "\xEF\xBB\xBF\xEF\xBB\xBF" + text,
            5 => " \r\n\t\xEF\xBB\xBF" + text,
            _ => Encoding.Latin1.GetString(Zip(bytes)),
        };
    }

    private static string Twice(FuzzCase chance, string text) => text + chance.Pick(["", "\n", "\0", ","]) + text;

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
            zip.Write(bytes);
        return zipped.ToArray();
    }

    private static (int At, int Length) Slice(FuzzCase chance, string text)
    {
        var at = chance.Random.Next(text.Length);
        return (at, chance.Random.Next(1, Math.Min(80, text.Length - at) + 1));
    }

    /// <summary>Another piece in place of one.</summary>
    public static string Replace(string text, int at, int length, string by) => string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + length));

    /// <summary>A piece many times over, without a trace in the pools that the tests measure.</summary>
    public static string Repeat(string piece, int times) => new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();

    /// <summary>A text as its bytes in UTF-8, one character each.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
