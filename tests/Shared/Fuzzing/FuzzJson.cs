using System.Text.RegularExpressions;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Changes that know what JSON is: keys, values, escapes, nesting.</summary>
internal static partial class FuzzJson
{
    public static readonly IReadOnlyList<FuzzChange> Changes =
    [
        RepeatAKey, RepeatAKey, RenameAKey, ChangeAValue, ChangeAValue, ChangeAValue, Deepen, EscapeAKey, BreakAText, AddCommas, Comment, DropAQuote, WrapTheRoot,
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "[]", "{}", "[[]]", "[{}]", "{\"a\":1}", "[1,2,3]", "\"\"", "\" \"", "\"0\"", "1", "nan", "undefined", "'x'", "\"{\\\"a\\\":\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\\uFFFF\"", "\"\\u00\"", "\"\\x\"", "\"\t\"", "\"\n\"", "\"\\/\"", "[,]", "{,}",
        "[1,]", "{\"a\":1,}", "{\"a\"}", "{1:2}", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\0\"", ".5", "5.", "01", "1e", "--1",
    ];

    private static readonly string[] Names = ["MsgType", "Event", "FromUserName", "ToUserName", "CreateTime", "MsgId", "Encrypt", "List", "", "a.b", "0", "名"];

    private static readonly int[] Depths = [3, 60, 62, 63, 64, 65, 66, 1000, 30_000];

    private static string RepeatAKey(FuzzCase chance, string text)
    {
        if (Field(chance, text) is not { } field)
            return text;
        var copy = chance.Once(2) ? field.Value : $"\"{field.Groups[1].Value}\":{Value(chance)}";
        var copies = chance.Once(10) ? FuzzBytes.Repeat(copy + ",", chance.Random.Next(2, 3000)) : copy + ",";
        return chance.Once(2) ? text.Insert(field.Index, copies) : text.Insert(field.Index + field.Length, "," + copies.TrimEnd(','));
    }

    private static string RenameAKey(FuzzCase chance, string text)
    {
        if (Field(chance, text) is not { } field)
            return text;
        var name = field.Groups[1].Value;
        var other = chance.Random.Next(4) switch
        {
            0 => name.ToLowerInvariant(),
            1 => name.ToUpperInvariant(),
            2 => new string('n', chance.Random.Next(1, 5000)),
            _ => FuzzBytes.Bytes(chance.Pick(Names)),
        };
        return FuzzBytes.Replace(text, field.Groups[1].Index, field.Groups[1].Length, other);
    }

    private static string ChangeAValue(FuzzCase chance, string text) => WithValue(chance, text, _ => Value(chance));

    private static string Deepen(FuzzCase chance, string text)
    {
        var depth = chance.Pick(Depths);
        var (open, close) = chance.Once(2) ? ("[", "]") : ("{\"a\":", "}");
        return WithValue(chance, text, _ =>
            FuzzBytes.Repeat(open, depth) + "1" + (chance.Once(8) ? "" : FuzzBytes.Repeat(close, depth)));
    }

    private static string EscapeAKey(FuzzCase chance, string text)
    {
        if (Field(chance, text) is not { } field || field.Groups[1].Length == 0)
            return text;
        var name = field.Groups[1];
        var at = name.Index + chance.Random.Next(name.Length);
        return FuzzBytes.Replace(text, at, 1, chance.Pick([$"\\u{(int)text[at]:x4}", $"\\u{(int)text[at]:X4}", "\\ud800", "\\u00", "\\n", "\\\\"]));
    }

    private static string BreakAText(FuzzCase chance, string text)
    {
        if (Field(chance, text) is not { } field)
            return text;
        return text.Insert(field.Groups[2].Index + Math.Min(1, field.Groups[2].Length), chance.Pick(FuzzBytes.Pieces));
    }

    private static string AddCommas(FuzzCase chance, string text) => chance.Random.Next(4) switch
    {
        0 => text.Replace("}", ",}", StringComparison.Ordinal),
        1 => text.Replace(",", ",,", StringComparison.Ordinal),
        2 => text.Replace("{", "{,", StringComparison.Ordinal),
        _ => text.Replace(":", "=", StringComparison.Ordinal),
    };

    private static string Comment(FuzzCase chance, string text) =>
        WithValue(chance, text, value => chance.Pick([$"/*{value}*/", $"{value}//x", $"{value}/**/", $"#{value}", $"{value} // x\n"]));

    private static string DropAQuote(FuzzCase chance, string text)
    {
        var quotes = Quotes().Matches(text);
        return quotes.Count == 0 ? text : text.Remove(chance.Pick(quotes).Index, 1);
    }

    private static string WrapTheRoot(FuzzCase chance, string text) => chance.Random.Next(5) switch
    {
        0 => $"[{text}]",
        1 => $"{{\"a\":{text}}}",
        2 => text + "{}",
        3 => "{}" + text,
        _ => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
    };

    private static string Value(FuzzCase chance) => chance.Random.Next(4) switch
    {
        0 => FuzzBytes.Bytes(chance.Pick(FuzzBytes.OddNumbers)),
        1 => $"\"{FuzzBytes.Bytes(chance.Pick(FuzzBytes.OddNumbers))}\"",
        2 => $"\"{new string('x', chance.Random.Next(1, 20_000))}\"",
        _ => chance.Pick(Values),
    };

    private static string WithValue(FuzzCase chance, string text, Func<string, string> change)
    {
        if (Field(chance, text) is not { } field)
            return text + change("");
        var value = field.Groups[2];
        return FuzzBytes.Replace(text, value.Index, value.Length, change(value.Value));
    }

    private static Match? Field(FuzzCase chance, string text)
    {
        if (text.Length > 20_000)
            return null;
        var fields = Fields().Matches(text);
        return fields.Count == 0 ? null : chance.Pick(fields);
    }

    [GeneratedRegex("""
        "(\w*)"\s*:\s*("(?:[^"\\]|\\.)*"|-?[0-9.eE+]+|true|false|null|\[\]|\{\})
        """)]
    private static partial Regex Fields();

    [GeneratedRegex("\"")]
    private static partial Regex Quotes();
}
