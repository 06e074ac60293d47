using System.Diagnostics.CodeAnalysis;

namespace WeChatPush.Server.Admission;

/// <summary>
/// Ends the process on a thread that is there from the start: without descriptors .NET can make no other, nor stop in order. What was
/// acknowledged is stored.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its thread waits for the event as long as the process lives.")]
internal sealed class ProcessEnd
{
    private const int ExitCode = 1;

    // For the last lines of the log, which another thread writes.
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _asked = new();

    public ProcessEnd()
        : this(static () => Environment.Exit(ExitCode), LogTime)
    {
    }

    public ProcessEnd(Action exit, TimeSpan delay) => new Thread(() =>
    {
        _asked.Wait();
        Thread.Sleep(delay);
        exit();
    }) { IsBackground = true, Name = "process end" }.Start();

    public bool IsAsked => _asked.IsSet;

    public void Ask() => _asked.Set();
}
