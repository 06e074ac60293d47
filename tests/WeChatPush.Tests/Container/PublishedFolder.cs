using System.Diagnostics;
using WeChatPush.TestSupport;
using WeChatPush.Tests.Architecture;

namespace WeChatPush.Tests.Container;

/// <summary>What is copied into the image: the server as it is published.</summary>
public sealed class PublishedFolder : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    public string Folder => _directory.Path;

    public async Task InitializeAsync()
    {
        // These tests were built in this configuration, and the server with them.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var publish = new Process();
        publish.StartInfo = new ProcessStartInfo(
            "dotnet",
            ["publish", "src/WeChatPush.Server", "--no-build", "-c", configuration, "-o", Folder, "-v", "quiet", "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = SourceFile.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        publish.Start();
        var said = await Task.WhenAll(publish.StandardOutput.ReadToEndAsync(), publish.StandardError.ReadToEndAsync());
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, string.Join('\n', said));
    }

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    public string File(string name) => _directory.File(name);
}
