using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace WeChatPush.Benchmarks.Telemetry;

/// <summary>Runs <see cref="TelemetryBenchmarks"/>.</summary>
internal static class TelemetryBenchmark
{
    public static int Run()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<TelemetryBenchmarks>(DefaultConfig.Instance.AddJob(job)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "wechatpush-benchmarks")));
        return summary.Reports.All(report => report.Success) ? 0 : 1;
    }
}
