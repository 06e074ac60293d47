using System.Diagnostics.Metrics;
using System.IO.MemoryMappedFiles;
using WeChatPush;
using WeChatPush.Benchmarks.Accepting;

/// <summary>
/// Runs inside a measured server before its own code (<c>DOTNET_STARTUP_HOOKS</c>, which asks for this name in no
/// namespace): listens to the one counter of settled attempts, and counts along in memory that the load can see.
/// </summary>
internal static class StartupHook
{
    private static readonly Lock Gate = new();
    private static MeterListener? _listener;
    private static MemoryMappedViewAccessor? _view;
    private static long _done;
    private static long _notDone;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SettledCount.Variable) is not { } path)
            return;
        _view = MemoryMappedFile.CreateFromFile(path, FileMode.Open).CreateViewAccessor();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source && instrument.Name == MetricNames.Attempts)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Add(count, tags));
        _listener.Start();
    }

    private static void Add(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var isDone = false;
        foreach (var (name, value) in tags)
            isDone |= name == TagNames.Outcome && value is "done";

        // Locked: of two threads the one that was later must not be overwritten.
        lock (Gate)
        {
            if (isDone)
                _view!.Write(0, _done += count);
            else
                _view!.Write(sizeof(long), _notDone += count);
        }
    }
}
