using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.TestSupport.Container;

/// <summary>
/// The programs as they ship: published from a copy of the sources by the very commands of the <c>Dockerfile</c>. The
/// output is kept below <c>artifacts/</c> until a source changes.
/// </summary>
internal static class PublishedPrograms
{
    private const string Output = "/out/";
    private static readonly Lazy<string> Folder = new(Publish);

    /// <summary>The folder of the server.</summary>
    public static string ServerFolder => Path.Combine(Folder.Value, "server");

    /// <summary>The folder of the simulator.</summary>
    public static string SimulatorFolder => Path.Combine(Folder.Value, "simulator");

    private static string Publish()
    {
        var docker = new DockerFile();
        var sources = docker.Sources.SelectMany(FilesOf).Distinct().Order(StringComparer.Ordinal).ToList();
        var all = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "published")).FullName;
        var target = Path.Combine(all, Fingerprint(docker, sources));
        if (Directory.Exists(target))
            return target;

        foreach (var outdated in Directory.EnumerateDirectories(all))
            Directory.Delete(outdated, recursive: true);
        var work = Directory.CreateDirectory($"{target}.work").FullName;
        var source = Path.Combine(work, "source");
        foreach (var file in sources)
        {
            var copy = Path.Combine(source, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (var command in docker.All("RUN"))
            Run(command.Replace($" {Output}", $" {work}/out/", StringComparison.Ordinal), source);
        Directory.Move(Path.Combine(work, "out"), target);
        Directory.Delete(work, recursive: true);
        return target;
    }

    // What COPY takes, but for what .dockerignore keeps away.
    private static IEnumerable<string> FilesOf(string pattern)
    {
        var path = Path.Combine(Repository.Root, pattern);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsSource)
            : Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }

    private static bool IsSource(string file) =>
        !Path.GetRelativePath(Repository.Root, file).Split('/').Any(part => part is "bin" or "obj" or "data" or "TestResults");

    private static string Fingerprint(DockerFile docker, IEnumerable<string> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(docker.Text));
        foreach (var file in sources)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Repository.Root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void Run(string command, string folder)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TARGETARCH"] = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
                // No build server outlives the tests.
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["UseSharedCompilation"] = "false",
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}:\n{output.Result}{errors}");
    }
}
