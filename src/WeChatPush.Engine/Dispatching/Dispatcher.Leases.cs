using WeChatPush.Storage;

namespace WeChatPush.Dispatching;

/// <summary>Renews the leases of the pushes in flight.</summary>
internal sealed partial class Dispatcher
{
    // Three renewals per lease: one may get lost, and one be late. A changed lease counts at once, and pushes are renewed
    // while the host stops as before.
    private async Task RenewAsync(CancellationToken drained)
    {
        while (!drained.IsCancellationRequested)
        {
            await _changed.WaitAsync(Settings.Lease / 3, drained).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RenewOnceAsync();
        }
    }

    private async Task RenewOnceAsync()
    {
        var claims = _inFlight.Values.Select(running => running.Push).ToList();
        if (claims.Count == 0)
            return;
        try
        {
            foreach (var lost in await inbox.RenewAsync(claims, CancellationToken.None))
            {
                if (_inFlight.TryGetValue(lost.Id, out var running) && running.Push.Fence == lost.Fence)
                    running.Cancel();
            }
        }
        catch (StoreUnavailableException)
        {
            // Next time; a lease that ends meanwhile is noticed when the push is settled.
        }
        catch (Exception error)
        {
            // Without renewals every push that takes long would be handled twice.
            LogLoopFailed(logger, error);
        }
    }
}
