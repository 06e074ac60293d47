using System.Text.RegularExpressions;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>Changes that know what XML is: elements, entities, document types, sections.</summary>
internal static partial class FuzzXml
{
    public static readonly IReadOnlyList<FuzzChange> Changes =
    [
        Deepen, DeclareADocumentType, ReferToAnEntity, RepeatAnElement, RepeatAnElement, RenameAnElement, AddAnAttribute, ChangeAText, ChangeAText,
        BreakASection, DropAClosingTag, CloseAnElementAtOnce, PutTextBesideElements, WrapTheRoot, CommentOut, PutAnElementInto,
    ];

    private static readonly string[] DocumentTypes =
    [
        "<!DOCTYPE xml [<!ENTITY nobody \"x\">]>", "<!DOCTYPE xml SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE xml PUBLIC \"-//a\" \"http://127.0.0.1:1/\">",
        "<!DOCTYPE xml [<!ENTITY nobody SYSTEM \"file:///etc/passwd\">]>", "<!DOCTYPE xml [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>",
        "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\"><!ENTITY nobody \"&c;&c;&c;&c;\">]>",
        "<!DOCTYPE", "<!ENTITY nobody \"x\">", "<!ELEMENT xml ANY>",
    ];

    private static readonly string[] Entities =
    [
        "&nobody;", "&amp;", "&amp;amp;", "&lt;xml&gt;", "&#65;", "&#x41;", "&#X41;", "&#0;", "&#x0;", "&#8;", "&#xD800;", "&#xDC00;", "&#xD83D;&#xDE00;",
        "&#xFFFE;", "&#x110000;", "&#4294967361;", "&#99999999999999999999999;", "&#-1;", "&# 65;", "&#x;", "&#;", "&;", "& amp;", "&AMP;", "&quot", "&apos;",
    ];

    private static readonly string[] Names = ["MsgType", "Event", "FromUserName", "ToUserName", "CreateTime", "MsgId", "Encrypt", "List", "xml", "x:y", "a.b-c", "名"];

    private static readonly int[] Depths = [3, 60, 61, 62, 63, 64, 65, 66, 1000, 30_000];

    private static string Deepen(FuzzCase chance, string text)
    {
        var depth = chance.Pick(Depths);
        var name = chance.Pick(["a", "xml", "List", "MsgType"]);
        var open = FuzzBytes.Repeat($"<{name}>", depth);
        var close = chance.Once(8) ? "" : FuzzBytes.Repeat($"</{name}>", depth);
        return WithContent(chance, text, _ => open + "x" + close);
    }

    private static string DeclareADocumentType(FuzzCase chance, string text) =>
        (chance.Once(2) ? "<?xml version=\"1.0\"?>" : "") + chance.Pick(DocumentTypes)
        + (chance.Once(2) ? WithContent(chance, text, _ => "&nobody;") : text);

    private static string ReferToAnEntity(FuzzCase chance, string text) =>
        WithContent(chance, text, content => chance.Once(2) ? chance.Pick(Entities) : content + chance.Pick(Entities));

    private static string RepeatAnElement(FuzzCase chance, string text)
    {
        if (Element(chance, text) is not { } element)
            return text;
        var copy = chance.Once(2) ? element.Value : $"<{element.Groups[1].Value}>{chance.Pick(FuzzBytes.Pieces)}</{element.Groups[1].Value}>";
        var copies = chance.Once(10) ? FuzzBytes.Repeat(copy, chance.Random.Next(2, 3000)) : copy;
        return text.Insert(chance.Once(2) ? element.Index : element.Index + element.Length, copies);
    }

    private static string RenameAnElement(FuzzCase chance, string text)
    {
        if (Element(chance, text) is not { } element)
            return text;
        var name = element.Groups[1].Value;
        var other = chance.Random.Next(5) switch
        {
            0 => name.ToLowerInvariant(),
            1 => name.ToUpperInvariant(),
            2 => "ns:" + name,
            3 => new string('n', chance.Random.Next(1, 5000)),
            _ => FuzzBytes.Bytes(chance.Pick(Names)),
        };
        return FuzzBytes.Replace(text, element.Index, element.Length, $"<{other}>{element.Groups[2].Value}</{(chance.Once(6) ? name : other)}>");
    }

    private static string AddAnAttribute(FuzzCase chance, string text)
    {
        if (Element(chance, text) is not { } element)
            return text;
        var attribute = chance.Pick([" a='1'", " a=\"<\"", " a=1", " a", " a='1' a='2'", " xmlns='x'", " xmlns:x='y'", " xml:space='preserve'", " a=\"&nobody;\"", "/", " a='>'", "\n"]);
        return text.Insert(element.Index + 1 + element.Groups[1].Length, attribute);
    }

    private static string ChangeAText(FuzzCase chance, string text) => WithContent(chance, text, _ => chance.Random.Next(5) switch
    {
        0 => "",
        1 => FuzzBytes.Bytes(chance.Pick(FuzzBytes.OddNumbers)),
        2 => $"<![CDATA[{chance.Pick(FuzzBytes.Pieces)}]]>",
        3 => new string('x', chance.Random.Next(1, 20_000)),
        _ => chance.Pick(FuzzBytes.Pieces),
    });

    private static string BreakASection(FuzzCase chance, string text) => chance.Random.Next(5) switch
    {
        0 => text.Replace("]]>", "]]", StringComparison.Ordinal),
        1 => text.Replace("<![CDATA[", "<![cdata[", StringComparison.Ordinal),
        2 => WithContent(chance, text, content => $"<![CDATA[a]]><![CDATA[{content}]]>b"),
        3 => WithContent(chance, text, content => $"<![CDATA[<![CDATA[{content}]]>"),
        _ => WithContent(chance, text, _ => FuzzBytes.Repeat("<![CDATA[x]]>&amp;", chance.Random.Next(1, 2000))),
    };

    private static string DropAClosingTag(FuzzCase chance, string text) =>
        Element(chance, text) is { } element ? text.Remove(element.Groups[2].Index + element.Groups[2].Length, element.Groups[1].Length + 3) : text;

    private static string CloseAnElementAtOnce(FuzzCase chance, string text) =>
        Element(chance, text) is { } element
            ? FuzzBytes.Replace(text, element.Index, element.Length, $"<{element.Groups[1].Value}{chance.Pick(["/>", " />", "/ >", "//>", "></>"])}")
            : text;

    private static string PutTextBesideElements(FuzzCase chance, string text) =>
        Element(chance, text) is { } element ? text.Insert(element.Index, chance.Pick(["x", "]]>", "&amp;", "\0", "<![CDATA[x]]>", "0"])) : text;

    private static string WrapTheRoot(FuzzCase chance, string text) => chance.Random.Next(4) switch
    {
        0 => $"<xml>{text}</xml>",
        1 => $"<x>{text}</x>",
        2 => text + "<xml/>",
        _ => $"<?xml version=\"1.1\" encoding=\"{chance.Pick(["UTF-8", "gbk", "utf-16", "x"])}\"?>{text}",
    };

    private static string CommentOut(FuzzCase chance, string text) =>
        WithContent(chance, text, content => chance.Pick([$"<!--{content}-->", $"{content}<!-- -- -->", $"<!--{content}", $"<?pi {content}?>", "<!---->"]));

    private static string PutAnElementInto(FuzzCase chance, string text)
    {
        var name = FuzzBytes.Bytes(chance.Pick(Names));
        return WithContent(chance, text, content => $"{content}<{name}>{chance.Pick(FuzzBytes.OddNumbers[..20])}</{name}>");
    }

    private static string WithContent(FuzzCase chance, string text, Func<string, string> change)
    {
        if (Element(chance, text) is not { } element)
            return text + change("");
        var content = element.Groups[2];
        return FuzzBytes.Replace(text, content.Index, content.Length, change(content.Value));
    }

    // Elements without others in them, most of the time; else the root.
    private static Match? Element(FuzzCase chance, string text)
    {
        if (text.Length > 20_000)
            return null;
        var leaves = Leaves().Matches(text);
        if (leaves.Count > 0 && !chance.Once(10))
            return chance.Pick(leaves);
        return Root().Match(text) is { Success: true } root ? root : null;
    }

    [GeneratedRegex(@"<(\w+)>((?>(?><!\[CDATA\[.*?\]\]>|[^<>])*))</\1>", RegexOptions.Singleline)]
    private static partial Regex Leaves();

    [GeneratedRegex(@"<(\w+)>(.*)</\1>", RegexOptions.Singleline)]
    private static partial Regex Root();
}
