using System.Xml.Linq;
using WeChatPush.Tests.Architecture;

namespace WeChatPush.Tests.Container;

/// <summary>What can be known of the image without building it.</summary>
public sealed class DockerFileTests
{
    private readonly DockerFile _file = new();

    [Fact]
    public void BaseImages_AreOfTheFrameworkThatIsBuiltFor()
    {
        var framework = XDocument.Load(Path.Combine(SourceFile.Root, "Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value["net".Length..];

        foreach (var image in _file.All("FROM").Where(image => image.StartsWith("mcr.", StringComparison.Ordinal)))
            image.ShouldContain($":{framework}");
    }

    [Fact]
    public void Image_IsNotRootsAndHasNoShell()
    {
        // Chiseled images run as the user 1654 and hold nothing else to run.
        _file.All("FROM").ShouldContain(image => image.Contains("aspnet") && image.Contains("-chiseled"));
        _file.All("COPY").ShouldContain(copy => copy.Contains("--chown=1654:1654") && copy.EndsWith(" /data"));
        _file.All("USER").ShouldNotContain("root");
    }

    [Fact]
    public void Copied_IsWhatThereIs_AndEveryProjectTheServerNeedsBeforeTheRestore()
    {
        var sources = _file.All("COPY").Where(copy => !copy.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(copy => copy.Split(' ')[..^1]).ToList();

        foreach (var source in sources)
            Matches(source).ShouldNotBeEmpty(source);
        foreach (var project in ReferencesOf("WeChatPush.Server"))
            sources.ShouldContain($"src/{project}/*.csproj");
    }

    [Fact]
    public void RedisClient_IsChosenByTheBuildsOwnProperty()
    {
        var packages = File.ReadAllText(Path.Combine(SourceFile.Root, "src/Directory.Packages.props"));

        packages.ShouldContain("Condition=\"'$(StackExchangeRedisVersion)' == ''\"");
        _file.All("RUN").ShouldAllBe(run => run.Contains("-p:StackExchangeRedisVersion=$STACKEXCHANGE_REDIS_VERSION"));
        _file.All("RUN").ShouldAllBe(run => run.Contains("-p:PublishReadyToRun=true"));
    }

    [Fact]
    public void Server_ListensWhereItSays_AndIsAskedWhetherItLives()
    {
        _file.Environment["ASPNETCORE_HTTP_PORTS"].ShouldBe("8080");
        _file.Environment["WeChatPush__DataDirectory"].ShouldBe("/data");
        _file.All("EXPOSE").ShouldContain("8080");
        _file.All("HEALTHCHECK").ShouldHaveSingleItem().ShouldEndWith("""CMD ["dotnet", "WeChatPush.Server.dll", "healthcheck"]""");
        _file.All("ENTRYPOINT").ShouldBe(["""["dotnet", "WeChatPush.Simulator.dll"]""", """["dotnet", "WeChatPush.Server.dll"]"""]);
    }

    private static string[] Matches(string source)
    {
        var path = Path.Combine(SourceFile.Root, source);
        return Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }

    private static IEnumerable<string> ReferencesOf(string project)
    {
        var file = XDocument.Load(Path.Combine(SourceFile.Root, "src", project, $"{project}.csproj"));
        return file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .SelectMany(ReferencesOf).Prepend(project).Distinct();
    }
}
