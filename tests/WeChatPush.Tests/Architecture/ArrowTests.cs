using System.Xml.Linq;

namespace WeChatPush.Tests.Architecture;

/// <summary>The arrows between the stages, between the projects, and the proof that these tests can fail.</summary>
public sealed class ArrowTests
{
    [Fact]
    public void TheEngine_HasNoArrowThatIsNotAllowed()
    {
        Arrows.Violations(SourceFile.Of("WeChatPush")).ShouldBeEmpty();
    }

    [Fact]
    public void TheEngine_HasNoFolderThatNobodyKnowsOf()
    {
        SourceFile.Of("WeChatPush").Select(file => file.Stage).Where(stage => stage.Length > 0).Distinct()
            .ShouldBeSubsetOf([.. Arrows.Ground, .. Arrows.Stages.Keys]);
    }

    [Theory]
    [InlineData("Receiving", "Dispatching")]
    [InlineData("Receiving", "Handling")]
    [InlineData("Receiving", "Sending")]
    [InlineData("Inbox", "Receiving")]
    [InlineData("Inbox", "Dispatching")]
    [InlineData("Dispatching", "Receiving")]
    [InlineData("Dispatching", "Sending")]
    [InlineData("Handling", "Inbox")]
    [InlineData("Handling", "Dispatching")]
    [InlineData("Sending", "Handling")]
    [InlineData("Sending", "Inbox")]
    [InlineData("Sending", "Credits")]
    [InlineData("Handling", "Credits")]
    [InlineData("Dispatching", "Credits")]
    [InlineData("Credits", "Inbox")]
    [InlineData("Credits", "Handling")]
    [InlineData("Storage", "Inbox")]
    [InlineData("Options", "Handling")]
    public void AWrongArrow_IsFound(string from, string to)
    {
        SourceFile[] files =
        [
            new($"{from}/Knower.cs", $"namespace WeChatPush.{from};\n\ninternal sealed class Knower(Known known)\n{{\n}}\n"),
            new($"{to}/Known.cs", $"namespace WeChatPush.{to};\n\ninternal sealed record Known;\n"),
        ];

        Arrows.Violations(files).ShouldBe([$"{from}/Knower.cs → {to}: Known"]);
    }

    [Theory]
    [InlineData("// Known\n")]
    [InlineData("/* Known */\n")]
    [InlineData("var x = \"Known\";\n")]
    public void AWord_ThatIsNoCode_IsNoArrow(string text)
    {
        SourceFile[] files = [new("Receiving/Knower.cs", text), new("Handling/Known.cs", "public sealed class Known;\n")];

        Arrows.Violations(files).ShouldBeEmpty();
    }

    [Fact]
    public void TheProjects_ReferenceEachOtherAsTheirArrowsSay()
    {
        References("WeChatPush.Protocol").ShouldBeEmpty();
        References("WeChatPush").ShouldBe(["WeChatPush.Protocol"]);
        References("WeChatPush.Simulator").ShouldBe(["WeChatPush.Protocol"]);
        References("WeChatPush.Server").Order(StringComparer.Ordinal).ShouldBe(["WeChatPush", "WeChatPush.Simulator"]);
    }

    [Fact]
    public void TheEngine_ShowsTheServerItsPublicSurfaceOnly()
    {
        Project("WeChatPush").Descendants("InternalsVisibleTo").Select(item => item.Attribute("Include")!.Value)
            .ShouldNotContain("WeChatPush.Server");
    }

    [Fact]
    public void TheWire_NeedsNothingButTheRuntime()
    {
        Project("WeChatPush.Protocol").Descendants()
            .Where(item => item.Name.LocalName is "PackageReference" or "FrameworkReference").ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project) =>
        from item in Project(project).Descendants("ProjectReference")
        select Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value);

    private static XDocument Project(string name) =>
        XDocument.Load(Path.Combine(SourceFile.Root, "src", name, $"{name}.csproj"));
}
