using WeChatPush.Coordination;

namespace WeChatPush.Operations;

/// <summary>Operations that ended long ago.</summary>
internal sealed class OperationSweep(OperationBook book) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old operations";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken)
    {
        foreach (var app in book.Apps.Where(book.HasOld).Take(max).ToList())
            await book.ChangeAsync(app, known => known, cancellationToken);
        return false;
    }
}
