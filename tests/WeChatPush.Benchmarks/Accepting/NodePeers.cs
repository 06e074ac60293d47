using System.Diagnostics;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The servers of others that run on Node, and what they need from npm.</summary>
internal static class NodePeers
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Peers");

    public static string Script(string name) => Path.Combine(Folder, name);

    /// <summary>Installs the packages once.</summary>
    public static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules")))
            return;
        await Console.Error.WriteLineAsync("installing co-wechat and express");
        using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--omit=dev"])
        {
            WorkingDirectory = Folder,
        })!;
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException("npm could not install the packages of the others.");
    }
}
