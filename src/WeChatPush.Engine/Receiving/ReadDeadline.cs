using System.IO.Pipelines;

namespace WeChatPush.Receiving;

/// <summary>Ends the reading of a body after a time: the read that is pending then is cancelled.</summary>
internal sealed class ReadDeadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenRegistration _end;

    public ReadDeadline(PipeReader reader, TimeSpan rest, TimeProvider time)
    {
        _timer = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time);
        _end = _timer.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // First: it waits for a cancellation under way, which must not meet the next request's body.
        _end.Dispose();
        _timer.Dispose();
    }
}
