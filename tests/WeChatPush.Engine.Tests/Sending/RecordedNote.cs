using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending;

/// <summary>A note that writes down what is asked of it.</summary>
internal sealed class RecordedNote : ISendNote
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _events = [];

    /// <summary>What was asked, in its order, with the number of calls that had reached WeChat by then.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>Completes when the send is to be noted.</summary>
    public Task Reached => _reached.Task;

    /// <summary>What the note waits for.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    public bool Allows { get; init; } = true;

    public Exception? Failure { get; init; }

    /// <summary>How many calls have reached WeChat.</summary>
    public Func<int> Calls { get; init; } = () => 0;

    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        Add("begin");
        _reached.TrySetResult();
        await Until;
        return Failure is null ? Allows : throw Failure;
    }

    public ValueTask WithdrawAsync(ApiResult result)
    {
        Add("withdraw");
        return default;
    }

    private void Add(string what)
    {
        lock (_events)
            _events.Add($"{what} after {Calls()}");
    }
}
