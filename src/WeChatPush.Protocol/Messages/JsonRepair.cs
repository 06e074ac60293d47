using System.Buffers;

namespace WeChatPush.Protocol;

/// <summary>
/// WeChat puts what a user typed into JSON without escaping all that JSON demands. Inside strings a control character is
/// text, and so is a backslash that begins no escape; here both are escaped, so that a strict reader takes them.
/// </summary>
internal static class JsonRepair
{
    private static readonly SearchValues<byte> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'\\']);

    private static readonly SearchValues<byte> InString = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'\\', (byte)'"']);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>The same JSON with its strings escaped. It is the span itself where nothing is to be done.</summary>
    public static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> json)
    {
        // The usual push has neither: one look at it is enough.
        if (!json.ContainsAny(Suspicious))
            return json;

        var output = default(ArrayBufferWriter<byte>);
        var copied = 0;
        var at = 0;
        while (json[at..].IndexOf((byte)'"') is var quote and >= 0)
        {
            at += quote + 1;
            while (json[at..].IndexOfAny(InString) is var found and >= 0)
            {
                at += found;
                if (json[at] == '"')
                {
                    at++;
                    break;
                }

                if (json[at] == '\\' && EscapeLength(json[at..]) is var length and > 0)
                {
                    at += length;
                    continue;
                }

                output ??= new ArrayBufferWriter<byte>(json.Length + 64);
                output.Write(json[copied..at]);
                at += WriteEscaped(json[at..], output);
                copied = at;
            }

        }

        if (output is null)
            return json;

        output.Write(json[copied..]);
        return output.WrittenSpan;
    }

    // How long the escape is that begins here; 0 if it is none.
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
            return 0;

        if (text[1] != 'u')
            return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;

        return text.Length >= 6 && !text[2..6].ContainsAnyExcept(HexDigits) ? 6 : 0;
    }

    // Returns how many bytes of the text it stands for.
    private static int WriteEscaped(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        if (text is [(byte)'\\', (byte)'\'', ..])
        {
            output.Write("'"u8);
            return 2;
        }

        if (text[0] == '\\')
        {
            output.Write("\\\\"u8);
            return 1;
        }

        output.Write("\\u00"u8);
        output.Write([Hex(text[0] >> 4), Hex(text[0] & 15)]);
        return 1;
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];
}
