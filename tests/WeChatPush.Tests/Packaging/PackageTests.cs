using System.Xml.Linq;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> makes of the solution.</summary>
[Collection(PackagingCollection.Name)]
public sealed class PackageTests(PackedLibraries packed)
{
    private static readonly string[] Ids =
        ["WeChatPush", "WeChatPush.Engine", "WeChatPush.Protocol", "WeChatPush.Redis", "WeChatPush.Sqlite"];

    public static TheoryData<string> EachId => [.. Ids];

    [Fact]
    public void Solution_PacksTheLibraries_AndTheirSymbols_AndNothingElse() =>
        packed.Files.ShouldBe(
            Ids.SelectMany(id => new[] { $"{id}.{packed.Version}.nupkg", $"{id}.{packed.Version}.snupkg" }), ignoreOrder: true);

    [Theory, MemberData(nameof(EachId))]
    public void Package_ExplainsItself(string id)
    {
        var package = packed.Find(id);
        package["readme"].ShouldBe("README.md");
        package.Entries.ShouldContain("README.md");
        package.Entries.ShouldContain($"lib/net10.0/{id}.dll");
        package.Entries.ShouldContain($"lib/net10.0/{id}.xml");
        package["description"].ShouldNotBeNullOrWhiteSpace();
        package["tags"].ShouldNotBeNull().ShouldContain("wechat");
    }

    [Theory, MemberData(nameof(EachId))]
    public void Package_HasSymbols(string id) =>
        new Package(Path.Combine(packed.Folder, $"{id}.{packed.Version}.snupkg")).Entries.ShouldContain($"lib/net10.0/{id}.pdb");

    [Theory, MemberData(nameof(EachId))]
    public void Package_NamesTheLicenceThatWasChosen_AndNoOther(string id)
    {
        var chosen = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("WeChatPushLicense").ShouldHaveSingleItem().Value;
        packed.Find(id)["license"].ShouldBe(chosen.Length == 0 ? null : chosen);
    }

    [Theory]
    [InlineData("WeChatPush.Protocol")]
    [InlineData("WeChatPush.Engine", "WeChatPush.Protocol")]
    [InlineData("WeChatPush.Sqlite", "WeChatPush.Engine")]
    [InlineData("WeChatPush.Redis", "WeChatPush.Engine")]
    [InlineData("WeChatPush", "WeChatPush.Engine", "WeChatPush.Redis", "WeChatPush.Sqlite")]
    public void Package_NeedsItsNeighbours(string id, params string[] libraries) =>
        packed.Find(id).Libraries.ShouldBe(libraries, ignoreOrder: true);

    [Fact]
    public void Protocol_NeedsNothing()
    {
        packed.Find("WeChatPush.Protocol").Dependencies.ShouldBeEmpty();
        packed.Find("WeChatPush.Protocol").Frameworks.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(EachId))]
    public void Package_BringsNoAnalyzersOfTheBuild(string id) =>
        packed.Find(id).Dependencies.ShouldNotContain(dependency => dependency.Contains("Analyzers", StringComparison.Ordinal));

    [Fact]
    public void Engine_NeedsTheSharedFramework_NotItsPackages() =>
        packed.Find("WeChatPush.Engine").Frameworks.ShouldBe(["Microsoft.AspNetCore.App"]);
}
