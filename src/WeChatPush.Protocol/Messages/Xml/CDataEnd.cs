namespace WeChatPush.Protocol;

/// <summary>
/// Finds where a CDATA section ends. WeChat does not escape what a user types, so a text may hold <c>]]&gt;</c>, end tags
/// and whole elements. In a message every element occurs once: its text ends at the last <c>]]&gt;</c> before its last end
/// tag. In an event elements repeat: a text ends at the first <c>]]&gt;</c> that its own end tag follows.
/// </summary>
internal static class CDataEnd
{
    /// <summary>What ends a section.</summary>
    public const int MarkLength = 3;

    private static ReadOnlySpan<byte> Mark => "]]>"u8;

    /// <summary>The length of the section; negative if it has no end.</summary>
    /// <param name="text">What follows the start of the section.</param>
    /// <param name="name">The element it stands in.</param>
    /// <param name="isMessage">Whether the element occurs once.</param>
    /// <param name="budget">
    /// How many bytes may still be looked at ahead, which keeps the time in proportion to the document. Without it the
    /// section ends at its first <c>]]&gt;</c>. Nothing that a user typed stands in front of the first text of a user.
    /// </param>
    public static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, bool isMessage, ref long budget)
    {
        var first = text.IndexOf(Mark);
        if (first < 0 || budget < 0)
            return first;

        return isMessage ? Last(text, name, first, ref budget) : Next(text, name, first, ref budget);
    }

    private static int Last(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, int first, ref long budget)
    {
        budget -= text.Length;
        for (var at = text.LastIndexOf(name); at > first; at = text[..(at + name.Length - 1)].LastIndexOf(name))
        {
            if (IsEndTag(text[(at - 2)..], name))
                return text[..(at - 2)].LastIndexOf(Mark) is var last and >= 0 ? last : first;
        }

        return first;
    }

    private static int Next(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, int first, ref long budget)
    {
        var at = first;
        while (true)
        {
            var behind = text[(at + MarkLength)..];
            if (IsEndTag(behind[Blank.LengthAtStart(behind)..], name))
                break;

            var next = behind.IndexOf(Mark);
            if (next < 0)
            {
                budget -= text.Length;
                return first;
            }

            at += MarkLength + next;
        }

        budget -= at - first;
        return at;
    }

    private static bool IsEndTag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        if (!text.StartsWith("</"u8) || !text[2..].StartsWith(name))
            return false;

        var behind = text[(2 + name.Length)..].TrimStart(" \t\r\n"u8);
        return behind is [(byte)'>', ..];
    }
}
