using System.Xml.Linq;
using WeChatPush.TestSupport.Container;

namespace WeChatPush.Server.Tests.Container;

/// <summary>What can be known of the image without building it.</summary>
public sealed class DockerFileTests
{
    private readonly DockerFile _file = new();

    [Fact]
    public void BaseImages_AreOfTheFrameworkThatIsBuiltFor()
    {
        var framework = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
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
        foreach (var source in _file.Sources)
            Matches(source).ShouldNotBeEmpty(source);
        foreach (var project in ReferencesOf("WeChatPush.Server"))
        {
            _file.Sources.ShouldContain($"src/{project}/*.csproj");
            _file.Sources.ShouldContain($"src/{project}/*.lock.json");
        }
    }

    [Fact]
    public void Packages_AreThoseOfTheLockFiles()
    {
        var restores = _file.All("RUN").Where(run => run.StartsWith("dotnet restore", StringComparison.Ordinal)).ToList();
        var publishes = _file.All("RUN").Where(run => run.StartsWith("dotnet publish", StringComparison.Ordinal)).ToList();

        restores.Count.ShouldBe(2);
        restores.ShouldAllBe(run => run.Contains("--locked-mode"));
        publishes.Count.ShouldBe(2);
        publishes.ShouldAllBe(run => run.Contains("--no-restore") && run.Contains("-p:PublishReadyToRun=true"));
    }

    [Fact]
    public void Server_ListensWhereItSays_AndIsAskedWhetherItIsReady()
    {
        _file.Environment["ASPNETCORE_HTTP_PORTS"].ShouldBe("8080");
        _file.Environment["WeChatPush__DataDirectory"].ShouldBe("/data");
        _file.All("EXPOSE").ShouldContain("8080");
        _file.All("HEALTHCHECK").ShouldHaveSingleItem().ShouldEndWith("""CMD ["dotnet", "WeChatPush.Server.dll", "healthcheck"]""");
        _file.All("ENTRYPOINT").ShouldBe(["""["dotnet", "WeChatPush.Simulator.dll"]""", """["dotnet", "WeChatPush.Server.dll"]"""]);
    }

    private static string[] Matches(string source)
    {
        var path = Path.Combine(Repository.Root, source);
        return Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }

    private static IEnumerable<string> ReferencesOf(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"));
        return file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .SelectMany(ReferencesOf).Prepend(project).Distinct();
    }
}
