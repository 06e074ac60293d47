using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending.Templates;

/// <summary>Keywords out of the content of a template.</summary>
public sealed class TemplateKeywordsTests
{
    [Fact]
    public void Read_OfWeChatsOwnExample_FindsKeysKindsAndLabels() =>
        Read("会议时间:{{date2.DATA}}\n会议地点:{{thing1.DATA}}\n")
            .ShouldBe([("date2", "date", "会议时间"), ("thing1", "thing", "会议地点")]);

    [Theory]
    [InlineData("编号：{{character_string12.DATA}}", "character_string12", "character_string", "编号")]
    [InlineData("状态 : {{enum_string2.DATA}}\r\n", "enum_string2", "enum_string", "状态")]
    [InlineData("{{thing1.DATA}}", "thing1", "thing", "")]
    [InlineData("时间 12:30:{{time3.DATA}}", "time3", "time", "时间 12:30")]
    public void Read_OfOtherSpellings_FindsTheSame(string content, string name, string kind, string label) =>
        Read(content).ShouldBe([(name, kind, label)]);

    [Fact]
    public void Read_OfTwoOnALine_GivesEachItsLabel() =>
        Read("自{{date1.DATA}}至{{date2.DATA}}").ShouldBe([("date1", "date", "自"), ("date2", "date", "至")]);

    [Theory]
    [InlineData("")]
    [InlineData("no keyword")]
    [InlineData("{{thing1}} {thing1.DATA} {{.DATA}}")]
    public void Read_OfAContentWithoutAny_FindsNone(string content) => Read(content).ShouldBeEmpty();

    [Fact]
    public void Read_GivesEachKeyword_TheValuesOfItsOwnCode()
    {
        var keywords = TemplateKeywords.Read(
            "状态:{{enum_string1.DATA}}\n备注:{{enum_string11.DATA}}",
            [new("enum_string11.DATA", ["甲", "乙"]), new("enum_string1.DATA", ["丙"])]);

        keywords.Select(keyword => string.Join('|', keyword.Values)).ShouldBe(["丙", "甲|乙"]);
    }

    private static IEnumerable<(string Name, string Kind, string Label)> Read(string content) =>
        TemplateKeywords.Read(content, []).Select(keyword => (keyword.Name, keyword.Kind, keyword.Label));
}
