using System.Buffers;

namespace WeChatPush.Protocol;

/// <summary>How names, white space and attributes are written.</summary>
internal static class XmlSyntax
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create(
        [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-."u8,
         .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)]);

    public static int NameLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.')
            return 0;

        var length = text.IndexOfAnyExcept(NameBytes);
        return length < 0 ? text.Length : length;
    }

    public static int WhiteSpaceLength(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Moves <paramref name="at"/> over the attributes to the <c>&gt;</c> or <c>/&gt;</c>.</summary>
    public static bool SkipAttributes(ReadOnlySpan<byte> tag, ref int at)
    {
        while (true)
        {
            var space = WhiteSpaceLength(tag[at..]);
            at += space;
            if (at == tag.Length)
                return false;

            if (tag[at] == '>')
                return true;

            if (tag[at] == '/')
                return at + 1 < tag.Length && tag[at + 1] == '>';

            var name = NameLength(tag[at..]);
            if (space == 0 || name == 0)
                return false;

            at += name;
            at += WhiteSpaceLength(tag[at..]);
            if (at == tag.Length || tag[at++] != '=')
                return false;

            at += WhiteSpaceLength(tag[at..]);
            if (at == tag.Length || tag[at] is not ((byte)'"' or (byte)'\''))
                return false;

            var quoted = tag[(at + 1)..].IndexOf(tag[at]);
            if (quoted < 0)
                return false;

            at += quoted + 2;
        }
    }
}
