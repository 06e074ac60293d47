using StackExchange.Redis;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Inbox.Redis;

/// <summary>
/// One append on its way, in the form in which it is sent. Whoever waits for it goes on at once, on the thread that tells him:
/// what he does then is to write an answer, and not to wait for anything.
/// </summary>
internal sealed class AppendCall : TaskCompletionSource<AppendOutcome>
{
    private const int Waiting = 0;
    private const int Sent = 1;
    private const int GivenUp = 2;

    private readonly byte[] _key = new byte[PushKey.Size];
    private readonly byte[] _push;
    private readonly long _window;
    private int _stage;

    public AppendCall(IncomingPush push)
    {
        push.Key.WriteTo(_key);
        _push = RedisPush.Write(push);
        _window = Math.Max(1, (long)push.Window.TotalMilliseconds);
    }

    public int Size => _push.Length;

    /// <summary>The caller waits no longer. What has not been sent yet is not sent at all.</summary>
    public void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _stage, GivenUp, Waiting) == Waiting)
            TrySetResult(AppendOutcome.Abandoned);
        else
            TrySetException(new StoreOutcomeUnknownException("Redis did not answer in time whether the push is stored."));
    }

    /// <summary>Takes part in a batch, unless the caller has given up.</summary>
    public bool TrySend() => Interlocked.CompareExchange(ref _stage, Sent, Waiting) == Waiting;

    public void WriteTo(Span<RedisValue> arguments)
    {
        arguments[0] = _key;
        arguments[1] = _window;
        arguments[2] = _push;
    }
}
