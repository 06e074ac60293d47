using System.Diagnostics;
using System.Reflection;
using System.Text;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>The built programs, started as a person would start them.</summary>
internal static class Programs
{
    public const string Server = "WeChatPush.Server";
    public const string Simulator = "WeChatPush.Simulator";

    /// <summary>How a program is started, with its output for us.</summary>
    public static ProcessStartInfo StartInfo(string program, params IEnumerable<string> arguments)
    {
        var path = typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == program).Value!;
        File.Exists(path).ShouldBeTrue($"{path} is not built");
        // What would kill the process when a file may grow no further is left to the program as an error instead.
        return new ProcessStartInfo("/bin/bash", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "bash", Path.GetFullPath(path), .. arguments])
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
        ProcessStartInfo start, TimeSpan? patience = null)
    {
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(60));
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
