using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using StackExchange.Redis;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>Under what the figures came about: they are not worth much without it.</summary>
internal static class Surroundings
{
    private const int Syncs = 200;
    private const int BytesPerSync = 4096;

    /// <summary>A line on processor, disk, .NET and Redis. Syncs a file for a moment: nothing else should be at work.</summary>
    public static async Task<string> DescribeAsync(RedisServer redis)
    {
        using var directory = new TemporaryDirectory();
        var (median, p99) = MeasureSync(directory.File("synced"));
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},allowAdmin=true");
        var server = connection.GetServers()[0];
        var sync = (await server.ConfigGetAsync("appendfsync"))[0].Value;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {ProcessorModel()}, {Environment.ProcessorCount} cores; {FileSystemOf(directory.Path)}, 4 KiB appended and synced in {median:0.00} ms (median), {p99:0.00} ms (p99)
            {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; Redis {server.Version}, appendfsync {sync}
            """);
    }

    private static (double Median, double P99) MeasureSync(string path)
    {
        var times = new double[Syncs];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[BytesPerSync];
        for (var i = 0; i < Syncs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        Array.Sort(times);
        return (times[Syncs / 2], times[Syncs * 99 / 100]);
    }

    private static string ProcessorModel()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? $"{RuntimeInformation.OSArchitecture}";
    }

    private static string FileSystemOf(string path)
    {
        // The innermost mount that holds it.
        var drive = DriveInfo.GetDrives().Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal)).MaxBy(drive => drive.Name.Length);
        return drive is null ? path : $"{drive.DriveFormat} at {drive.Name}";
    }
}
