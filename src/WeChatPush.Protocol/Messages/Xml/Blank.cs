using System.Buffers;

namespace WeChatPush.Protocol;

/// <summary>
/// What may stand between the parts of a body without meaning anything: white space, a byte order mark, and
/// the zero-width space, which WeChat's own documentation has in front of elements.
/// </summary>
internal static class Blank
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The number of blank bytes the span starts with.</summary>
    public static int LengthAtStart(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (true)
        {
            var next = bytes[at..].IndexOfAnyExcept(WhiteSpace);
            if (next < 0)
                return bytes.Length;

            at += next;
            if (!bytes[at..].StartsWith("\uFEFF"u8) && !bytes[at..].StartsWith("\u200B"u8))
                return at;

            at += 3;
        }
    }

    /// <summary>Whether there is nothing else in the span.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => LengthAtStart(bytes) == bytes.Length;
}
