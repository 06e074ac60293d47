using Microsoft.Extensions.Options;
using WeChatPush.Dispatching;

namespace WeChatPush.Alerts;

/// <summary>Apps whose oldest due push waits for too long, as the dispatcher's own looks at them found.</summary>
internal sealed class LagSource(DispatcherHealth dispatcher, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time) : IAlertSource
{
    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Lag;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken)
    {
        var latest = time.GetUtcNow() - options.CurrentValue.Dispatching.MaxLag;
        return ValueTask.FromResult<IReadOnlyList<AlertFinding>>(
            [.. dispatcher.Overdue.Where(head => head.At <= latest).Select(head => new AlertFinding(Kind, head.App, head.At))]);
    }
}
