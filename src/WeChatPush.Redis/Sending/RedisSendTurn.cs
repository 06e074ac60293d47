using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Sending;

/// <summary>
/// A user's turn, requested or held. Its number is new each time, so a late holder changes no other holder's turn.
/// </summary>
internal sealed class RedisSendTurn(
    IAsyncDisposable here, ScriptBatchers batchers, TimeProvider time, string app, string openId)
    : IAsyncDisposable
{
    /// <summary>How long a turn lasts without a renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _over = new();
    private Task _prolonging = Task.CompletedTask;

    /// <summary>Takes the turn, if no other holder has it.</summary>
    /// <exception cref="StoreUnavailableException">Redis did not answer; the turn may have been taken.</exception>
    public async Task<bool> TryTakeAsync() => 1 == (int)await batchers.RunAsync(
        RedisSendingScripts.TakeTurn, app, [openId, _holder, (long)Lease.TotalMilliseconds], inTurn: true);

    /// <summary>Renews the turn from now on, until it is passed on.</summary>
    public void Hold() => _prolonging = ProlongAsync();

    /// <summary>Passes the turn on: first to the other instances, then within this one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        // What prolongs must not come after what ends.
        await _prolonging;
        _over.Dispose();
        try
        {
            await batchers.RunAsync(RedisSendingScripts.EndTurn, app, [openId, _holder]);
        }
        catch (StoreUnavailableException)
        {
            // It runs out by itself.
        }
        finally
        {
            await here.DisposeAsync();
        }
    }

    private async Task ProlongAsync()
    {
        while (true)
        {
            await Task.Delay(Lease / 3, time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_over.IsCancellationRequested)
                return;
            try
            {
                await TryTakeAsync();
            }
            catch (StoreUnavailableException)
            {
                // The next renewal may succeed.
            }
        }
    }
}
