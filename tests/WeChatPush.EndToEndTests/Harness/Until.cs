using System.Diagnostics;

namespace WeChatPush.EndToEndTests.Harness;

/// <summary>Waits for what another process does and tells nobody.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (patience ?? TimeSpan.FromSeconds(30)))
                throw new TimeoutException(otherwise());
            await Task.Delay(50);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise, TimeSpan? patience = null) =>
        TrueAsync(() => Task.FromResult(condition()), otherwise, patience);
}
