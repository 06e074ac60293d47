using System.Diagnostics;
using System.Reflection;
using System.Text;
using WeChatPush.TestSupport.Container;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>The programs: as they ship, or as they were built for a developer.</summary>
internal static class Programs
{
    /// <summary>The server as the image has it.</summary>
    public static string Server => Path.Combine(PublishedPrograms.ServerFolder, "WeChatPush.Server.dll");

    /// <summary>The simulator as its image has it.</summary>
    public static string Simulator => Path.Combine(PublishedPrograms.SimulatorFolder, "WeChatPush.Simulator.dll");

    /// <summary>The server as <c>dotnet run</c> starts it, with the simulator inside.</summary>
    public static string DevelopmentServer => Path.GetFullPath(typeof(Programs).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "WeChatPush.Server").Value!);

    /// <summary>Where the path of the program stands among the arguments of <see cref="StartInfo"/>.</summary>
    public const int PathArgument = 3;

    /// <summary>How a program is started, with its output for us.</summary>
    public static ProcessStartInfo StartInfo(string path, params IEnumerable<string> arguments)
    {
        File.Exists(path).ShouldBeTrue($"{path} is not built");
        // What would kill the process when a file may grow no further is left to the program as an error instead.
        return new ProcessStartInfo("/bin/bash", ["-c", "trap '' XFSZ; [ -z \"$OPEN_FILES\" ] || ulimit -n $OPEN_FILES; exec dotnet \"$@\"", "bash", path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        ProcessStartInfo start, TimeSpan? timeout = null)
    {
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
