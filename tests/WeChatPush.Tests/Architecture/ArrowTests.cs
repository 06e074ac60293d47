using System.Xml.Linq;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Tests.Architecture;

/// <summary>The arrows between the projects and between the rooms of the engine, read from what was compiled.</summary>
public sealed class ArrowTests
{
    [Fact]
    public void Rooms_KnowOnlyThoseTheyMayKnow() => (
        from reference in CompiledEngine.References
        where CompiledEngine.Project(reference.From) == "WeChatPush.Engine"
            && CompiledEngine.Project(reference.To) == "WeChatPush.Engine"
        let arrow = (From: CompiledEngine.Room(reference.From), To: CompiledEngine.Room(reference.To))
        where arrow.From is not null
            && (arrow.To is null || !Arrows.Allows(arrow.From, arrow.To, CompiledEngine.Outermost(reference.To)))
        select $"{arrow.From}: {CompiledEngine.Outermost(reference.From)} → {arrow.To}: {CompiledEngine.Outermost(reference.To)}")
        .Distinct().Order(StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Projects_KnowOnlyThoseTheyMayKnow() => (
        from reference in CompiledEngine.References
        let arrow = (From: CompiledEngine.Project(reference.From)!, To: CompiledEngine.Project(reference.To)!)
        where arrow.From != arrow.To && !Arrows.Projects[arrow.From].Contains(arrow.To)
        select $"{arrow.From} → {arrow.To}: {CompiledEngine.Outermost(reference.From)} → {CompiledEngine.Outermost(reference.To)}")
        .Distinct().Order(StringComparer.Ordinal).ShouldBeEmpty();

    /// <summary>A reader that sees no references would find no wrong ones either.</summary>
    [Theory]
    [InlineData("Receiving", "Inbox")]
    [InlineData("Dispatching", "Inbox")]
    [InlineData("Dispatching", "Handling")]
    [InlineData("Handling", "Sending")]
    [InlineData("Credits", "Sending")]
    [InlineData("Campaigns", "Credits")]
    [InlineData("Spool", "Inbox")]
    [InlineData("Coordination", "Storage")]
    public void References_AreFound(string from, string to) =>
        CompiledEngine.References.ShouldContain(reference =>
            CompiledEngine.Project(reference.From) == "WeChatPush.Engine"
            && CompiledEngine.Room(reference.From) == from && CompiledEngine.Room(reference.To) == to);

    [Theory]
    [InlineData("Receiving", "Dispatching")]
    [InlineData("Receiving", "Handling")]
    [InlineData("Receiving", "Sending")]
    [InlineData("Inbox", "Receiving")]
    [InlineData("Inbox", "Dispatching")]
    [InlineData("Inbox", "Sending")]
    [InlineData("Inbox", "Spool")]
    [InlineData("Dispatching", "Receiving")]
    [InlineData("Dispatching", "Sending")]
    [InlineData("Dispatching", "Credits")]
    [InlineData("Handling", "Inbox")]
    [InlineData("Handling", "Dispatching")]
    [InlineData("Handling", "Credits")]
    [InlineData("Sending", "Handling")]
    [InlineData("Sending", "Inbox")]
    [InlineData("Sending", "Credits")]
    [InlineData("Credits", "Inbox")]
    [InlineData("Credits", "Handling")]
    [InlineData("Storage", "Inbox")]
    [InlineData("Storage", "Coordination")]
    [InlineData("Coordination", "Apps")]
    [InlineData("Options", "Handling")]
    [InlineData("Options", "Telemetry")]
    public void Arrow_ThatIsWrong_IsNotAllowed(string from, string to) =>
        Arrows.Allows(from, to, "Known").ShouldBeFalse();

    [Fact]
    public void Stages_HaveNoCircle()
    {
        foreach (var stage in Arrows.Stages.Keys)
            Reachable(stage).ShouldNotContain(stage);

        static HashSet<string> Reachable(string from)
        {
            var found = new HashSet<string>();
            var next = new Queue<string>(Arrows.Stages[from]);
            while (next.TryDequeue(out var stage))
            {
                if (found.Add(stage))
                    Arrows.Stages[stage].ToList().ForEach(next.Enqueue);
            }

            return found;
        }
    }

    [Fact]
    public void Folders_OfTheEngine_AreRooms() =>
        Directory.GetDirectories(Path.Combine(Repository.Root, "src", "WeChatPush.Engine")).Select(Path.GetFileName)
            .Except(["bin", "obj"]).ShouldBeSubsetOf([.. Arrows.Ground, .. Arrows.Stages.Keys]);

    [Fact]
    public void Engine_ShowsTheServerItsPublicSurfaceOnly()
    {
        foreach (var project in new[] { "WeChatPush.Engine", "WeChatPush.Sqlite", "WeChatPush.Redis", "WeChatPush" })
        {
            Project(project).Descendants("InternalsVisibleTo").Select(item => item.Attribute("Include")!.Value)
                .ShouldNotContain("WeChatPush.Server", project);
        }
    }

    [Fact]
    public void Protocol_NeedsNothingButTheRuntime() =>
        Project("WeChatPush.Protocol").Descendants()
            .Where(item => item.Name.LocalName is "PackageReference" or "FrameworkReference").ShouldBeEmpty();

    [Fact]
    public void Engine_KnowsNoDatabase() =>
        Project("WeChatPush.Engine").Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value)
            .ShouldBe(["Microsoft.Extensions.Caching.Hybrid", "Polly.Core"]);

    private static XDocument Project(string name) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", name, $"{name}.csproj"));
}
