using System.Diagnostics;
using System.Globalization;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Bounds;

/// <summary>More connections of strangers than the server may have, or than the system lets it have.</summary>
public sealed class ManyConnectionsTests
{
    private const int FewFiles = 1024;
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task SilentConnections_AboveMaxConnections_EndForThoseOfPeopleAndPushes()
    {
        await using var world = await World.StartAsync(("Receiving:MaxConnections", "16"));
        using var strangers = new Strangers(world.Server.Url);
        var held = new List<Task<string>>();
        for (var i = 0; i < 40; i++)
            held.Add(Strangers.ReadAsync(await strangers.ConnectAsync()));

        await ShouldServeAsync(world, "on");

        // Half of the places are for one address, and this machine has only one.
        await Eventually.TrueAsync(() => held.Count(one => one.IsCompleted) >= 32, () => $"{held.Count(one => one.IsCompleted)} were closed");
        world.Server.Output.ShouldContain("WeChatPush:Receiving:MaxConnections");
    }

    [Fact]
    public async Task MoreConnectionsThanTheSystemAllows_LeaveTheServerAlive_AndWellWhenTheyAreGone()
    {
        await using var world = await World.StartAsync((ServerProcess.OpenFiles, FewFiles.ToString(CultureInfo.InvariantCulture)));
        using (var strangers = new Strangers(world.Server.Url))
        {
            var half = new[] { "", "POST /wechat/shop HTTP/1.1\r\nHo", "POST /wechat/shop HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{" };
            await Task.WhenAll(Enumerable.Range(0, 1300).Select(i => strangers.ConnectAsync(half[i % half.Length])));
            await ShouldServeAsync(world, "during");
        }

        await ShouldServeAsync(world, "after");
        world.Server.Output.ShouldContain("ulimit -n");
    }

    [Fact]
    public async Task TooFewFilesForTheServerItself_AreAReason_AndNotACrash()
    {
        using var directory = new TemporaryDirectory();
        using var server = new ServerProcess(directory.Path, "Production", [(ServerProcess.OpenFiles, "256")]);
        server.Start();

        (await server.ExitAsync()).ShouldBe(1);
        server.Output.ShouldContain("256 files open");
    }

    [Fact]
    public async Task AServer_ThatTheSystemGivesNoSocketAnyMore_EndsToBeStartedAnew()
    {
        await using var world = await World.StartAsync();
        using var strangers = new Strangers(world.Server.Url);
        var files = Directory.EnumerateFileSystemEntries($"/proc/{world.Server.Id}/fd")
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).ToHashSet();
        await LimitFilesAsync(world.Server.Id, Enumerable.Range(0, int.MaxValue).First(number => !files.Contains(number)));
        await strangers.ConnectAsync();

        // 134: .NET ends itself where it cannot start a thread any more. Either way the process does not stay, broken.
        (await world.Server.ExitAsync()).ShouldBeOneOf(1, 134);
        world.Server.Output.ShouldContain("ulimit -n");
    }

    [Fact]
    public async Task AServer_ThatTheSystemGivesSocketsAgain_GoesOn()
    {
        await using var world = await World.StartAsync();
        using var strangers = new Strangers(world.Server.Url);
        await LimitFilesAsync(world.Server.Id, 64);
        for (var i = 0; i < 20; i++)
            await strangers.ConnectAsync("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
        await Eventually.TrueAsync(() => world.Server.Output.Contains("no more sockets"), () => world.Server.Output, WaitTimeout);
        await LimitFilesAsync(world.Server.Id, FewFiles);

        await ShouldServeAsync(world, "on");
    }

    private static async Task ShouldServeAsync(World world, string word)
    {
        await Eventually.TrueAsync(async () => await world.Server.HealthAsync() == "healthy", () => world.Server.Output, WaitTimeout);
        await world.PushAsync(world.User("oUser").Text(word));
        await Eventually.TrueAsync(() => world.Delivered().Contains(word), () => world.Server.Output, WaitTimeout);
        using var http = new HttpClient { BaseAddress = world.Server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminClient.Key);
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync("/api/v1/apps");
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => world.Server.Output,
            WaitTimeout);
    }

    private static async Task LimitFilesAsync(int process, int files)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{process}", $"--nofile={files}:"]);
        await limit.WaitForExitAsync();
        limit.ExitCode.ShouldBe(0);
    }
}
