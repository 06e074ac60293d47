using System.Text;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Changes a body in ways no sender should. Bytes are handled as a text of one character each, so nothing is lost on the way.</summary>
internal static class FuzzText
{
    // A little more than a server reads by default.
    private const int MaxBody = 1_100_000;

    /// <summary>A body changed once, twice or a few times, by what fits its format and by what fits none.</summary>
    public static byte[] Mutate(FuzzCase chance, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> others)
    {
        var text = Encoding.Latin1.GetString(body);
        var times = chance.Once(4) ? chance.Random.Next(2, 8) : 1;
        for (var i = 0; i < times && text.Length > 0; i++)
        {
            if (Change(chance, text, others) is { Length: <= MaxBody } changed)
                text = changed;
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static string Change(FuzzCase chance, string text, IReadOnlyList<byte[]> others)
    {
        if (chance.Once(12))
            return FuzzBytes.Splice(chance, text, Encoding.Latin1.GetString(chance.Pick(others)));
        var kinds = chance.Random.Next(3) == 0 ? FuzzBytes.Changes
            : text.Contains("</", StringComparison.Ordinal) ? FuzzXml.Changes
            : FuzzJson.Changes;
        return chance.Pick(kinds)(chance, text);
    }
}

/// <summary>One way to change a text.</summary>
internal delegate string FuzzChange(FuzzCase chance, string text);
