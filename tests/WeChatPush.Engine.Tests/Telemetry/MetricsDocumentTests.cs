using System.Reflection;
using System.Text.RegularExpressions;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Engine.Tests.Telemetry;

/// <summary>The page about metrics, and the names in the code.</summary>
public sealed partial class MetricsDocumentTests
{
    private static readonly string Page = File.ReadAllText(
        Path.Combine(Repository.Root, "src", "WeChatPush.Engine", "Telemetry", "METRICS.md"));

    [Theory]
    [InlineData(typeof(MetricNames))]
    [InlineData(typeof(ActivityNames))]
    [InlineData(typeof(TagNames))]
    public void EveryName_IsOnThePage(Type names) => NamesIn(names).ShouldAllBe(name => Page.Contains($"`{name}`"));

    [Fact]
    public void EveryRow_IsANameOfTheCode() =>
        Rows().Matches(Page).Select(row => row.Groups[1].Value)
            .ShouldBe(NamesIn(typeof(MetricNames)).Concat(NamesIn(typeof(ActivityNames))), ignoreOrder: true);

    private static IReadOnlyList<string> NamesIn(Type names) =>
        [.. names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [GeneratedRegex(@"^\| `([a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
