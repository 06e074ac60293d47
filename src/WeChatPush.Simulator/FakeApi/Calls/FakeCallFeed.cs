using System.Threading.Channels;

namespace WeChatPush.Simulator.FakeApi.Calls;

/// <summary>Calls as they end, until it is disposed.</summary>
public sealed class FakeCallFeed : IDisposable
{
    // A reader that stops must not make the API wait, nor grow without end.
    private readonly Channel<FakeCall> _channel = Channel.CreateBounded<FakeCall>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Action<FakeCallFeed> _remove;

    internal FakeCallFeed(Action<FakeCallFeed> remove) => _remove = remove;

    public IAsyncEnumerable<FakeCall> ReadAllAsync(CancellationToken cancellationToken) =>
        _channel.Reader.ReadAllAsync(cancellationToken);

    public void Dispose()
    {
        _remove(this);
        _channel.Writer.TryComplete();
    }

    internal void Write(FakeCall call) => _channel.Writer.TryWrite(call);
}
