using System.Text.RegularExpressions;

namespace WeChatPush.Sending;

/// <summary>
/// Finds the keywords of a template. WeChat lists them nowhere but in the template's content, as
/// <c>会议时间:{{date2.DATA}}</c>.
/// </summary>
internal static partial class TemplateKeywords
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>The keywords in their order.</summary>
    public static IReadOnlyList<TemplateKeyword> Read(string content, IReadOnlyList<ListedValues> values) =>
    [
        .. from match in Keyword().Matches(content)
           let name = match.Groups["name"].Value
           select new TemplateKeyword(
               name,
               name.TrimEnd(Digits),
               match.Groups["label"].Value.Trim(' ', '\t', '\r', ':', '：'),
               values.FirstOrDefault(known => known.KeywordCode == $"{name}.DATA")?.EnumValueList ?? []),
    ];

    [GeneratedRegex(@"(?<label>[^\n{}]*)\{\{(?<name>\w+)\.DATA\}\}")]
    private static partial Regex Keyword();
}
