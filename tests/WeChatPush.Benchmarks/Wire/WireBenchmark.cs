using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace WeChatPush.Benchmarks.Wire;

/// <summary>Runs <see cref="WireBenchmarks"/> and holds their allocations against the bars.</summary>
internal static class WireBenchmark
{
    public static int Run()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<WireBenchmarks>(DefaultConfig.Instance.AddJob(job)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "wechatpush-benchmarks")));
        var bars = summary.Reports.SelectMany(BarsOf).ToList();
        Bar.Show(bars);
        return bars.Count > 0 && bars.TrueForAll(bar => bar.IsReached) ? 0 : 1;
    }

    private static IEnumerable<Bar> BarsOf(BenchmarkReport report)
    {
        var benchmark = report.BenchmarkCase;
        var allocated = report.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? long.MaxValue;
        var format = (Protocol.PushFormat)benchmark.Parameters[nameof(WireBenchmarks.Format)];
        switch (benchmark.Descriptor.WorkloadMethod.Name)
        {
            case nameof(WireBenchmarks.Verify) or nameof(WireBenchmarks.VerifyEncrypted):
                yield return Bar.AtMost($"{benchmark.Descriptor.WorkloadMethod.Name}, {format}: allocated", allocated, 0, "B");
                break;
            case nameof(WireBenchmarks.VerifyDecryptAndRead):
                var push = new WireBenchmarks { Format = format };
                push.Make();
                yield return Bar.AtMost(
                    $"verify + decrypt + read, {format}: allocated over the {push.Size} bytes of the original",
                    allocated - push.Size, 1024, "B");
                break;
        }
    }
}
