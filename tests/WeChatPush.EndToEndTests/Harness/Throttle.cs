using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>Leaves a process a twentieth of its time: what it can do becomes little enough to be asked ten times as much.</summary>
internal sealed class Throttle : IDisposable
{
    private static readonly TimeSpan Works = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Rests = TimeSpan.FromMilliseconds(95);

    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;

    public Throttle(int processId)
    {
        _thread = new Thread(() =>
        {
            while (!_end.IsCancellationRequested)
            {
                Posix.Stop(processId);
                Thread.Sleep(Rests);
                Posix.Continue(processId);
                Thread.Sleep(Works);
            }
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
    }
}
