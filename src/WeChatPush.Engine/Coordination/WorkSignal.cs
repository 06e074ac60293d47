using System.Threading.Channels;

namespace WeChatPush.Coordination;

/// <summary>Says that there may be work. Any number of signals before a wait count as one; a signal carries nothing.</summary>
internal sealed class WorkSignal(TimeProvider time)
{
    private readonly Channel<bool> _channel =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Completes at the next signal or at the limit, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_channel.Reader.TryRead(out _))
            return;
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit, not the caller.
        }
    }
}
