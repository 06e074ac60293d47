using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests;

/// <summary>Real processes on one data directory.</summary>
public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SecondServer_WhileTheFirstRuns_EndsWith1AndNamesDirectoryAndSetting(bool withRedis)
    {
        await using var redis = withRedis ? await RedisServer.StartAsync() : null;
        (string, string)[] settings = redis is null ? [] : [("ConnectionStrings:Redis", redis.ConnectionString)];
        await using var world = await World.StartAsync(settings);
        using var second = Second(world, settings);
        second.Start();

        (await second.ExitAsync()).ShouldBe(1, second.Output);

        var reason = second.Output.Split('\n').Where(line => line.Contains("did not end within 10 s", StringComparison.Ordinal)).ShouldHaveSingleItem();
        reason.ShouldContain(world.Directory.File("data"));
        reason.ShouldContain("WeChatPush:DataDirectory");
        second.Output.ShouldNotContain("   at ");
        await world.PushAsync(world.User("oUser").Text("still here"));
        await world.DeliveredAsync(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SecondServer_WhenTheFirstEnds_TakesOver(bool isKilled)
    {
        await using var world = await World.StartAsync();
        using var second = Second(world, []);
        second.Start();
        await Eventually.TrueAsync(
            () => second.Output.Contains("Waiting up to 10 s", StringComparison.Ordinal), () => $"it does not wait\n{second.Output}");

        if (isKilled)
            world.Server.Kill();
        else
            world.Server.Terminate();

        await second.ReadyAsync();
    }

    [Fact]
    public async Task Commands_BesideARunningServer_Work()
    {
        using var directory = new TemporaryDirectory();
        using var server = new ServerProcess(directory.Path, "Production", []);
        await server.StartAsync();
        var key = await File.ReadAllTextAsync(directory.File("data/admin-key"));

        foreach (var (command, words) in new[] { ("admin-key", key), ("healthcheck", "") })
        {
            var start = Programs.StartInfo(Programs.Server, command);
            start.WorkingDirectory = directory.Path;
            start.Environment["ASPNETCORE_URLS"] = server.Url.ToString();
            var (code, output) = await Programs.RunAsync(start);

            code.ShouldBe(0, output);
            output.ShouldContain(words.Trim());
        }
    }

    private static ServerProcess Second(World world, IEnumerable<(string, string)> settings) =>
        new(world.Directory.Path, "Production", World.Settings(world.Api).Concat(settings));
}
