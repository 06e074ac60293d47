using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace WeChatPush.Protocol;

/// <summary>
/// Escapes what JSON demands. The framework's most relaxed encoder still escapes everything beyond U+FFFF.
/// </summary>
internal sealed unsafe class PlainJsonEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\', 0x7F]);

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6; // \u001f

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\' or 0x7F;

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        for (var i = 0; i < span.Length; i++)
        {
            if (WillEncode(span[i]))
                return i;
            if (!char.IsSurrogate(span[i]))
                continue;

            // Half a pair counts as a character to encode: the base class then writes U+FFFD for it.
            if (i + 1 == span.Length || !char.IsSurrogatePair(span[i], span[i + 1]))
                return i;
            i++;
        }

        return -1;
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        !utf8Text.ContainsAny(EscapedBytes) && Utf8.IsValid(utf8Text)
            ? -1
            : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        if (!WillEncode(unicodeScalar))
            return new Rune(unicodeScalar).TryEncodeToUtf16(destination, out numberOfCharactersWritten);

        Span<char> escape = ['\\', ShortEscape(unicodeScalar), '0', '0', Hex(unicodeScalar >> 4), Hex(unicodeScalar)];
        if (escape[1] != 'u')
            escape = escape[..2];

        numberOfCharactersWritten = escape.TryCopyTo(destination) ? escape.Length : 0;
        return numberOfCharactersWritten > 0;
    }

    private static char ShortEscape(int scalar) => scalar switch
    {
        '\b' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\f' => 'f',
        '\r' => 'r',
        '"' or '\\' => (char)scalar,
        _ => 'u',
    };

    private static char Hex(int value) => "0123456789abcdef"[value & 15];
}
