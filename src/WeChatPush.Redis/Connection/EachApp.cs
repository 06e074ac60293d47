using System.Runtime.ExceptionServices;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// Runs a step for one app after the other. What keeps the step from one app (its part of a cluster is away, its data cannot
/// be read) keeps it from no other; only when no app was served does the caller hear of it.
/// </summary>
internal static class EachApp
{
    public static async Task RunAsync(IReadOnlyList<string> apps, Func<string, Task> step)
    {
        StoreUnavailableException? failure = null;
        var served = 0;
        foreach (var app in apps)
        {
            try
            {
                await step(app);
                served++;
            }
            catch (StoreUnavailableException error)
            {
                failure = error;
            }
        }

        if (failure is not null && served == 0)
            ExceptionDispatchInfo.Throw(failure);
    }
}
