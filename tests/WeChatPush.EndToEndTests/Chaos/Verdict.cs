using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// What has to hold whatever happened: everything acknowledged is handled, nothing has two effects, and what may have none
/// is listed as uncertain.
/// </summary>
internal static class Verdict
{
    private static readonly TimeSpan WeChatTimeout = TimeSpan.FromSeconds(5);
    private static readonly string[] Unfinished = ["queued", "processing", "retrying"];

    /// <summary>Waits until everything is handled, prints the figures, and judges.</summary>
    public static async Task ShouldHoldAsync(
        ITestOutputHelper output, string what, Load load, FakeWeChat weChat, AdminClient admin, Func<string> log)
    {
        await FinishAsync(admin, log);
        var effects = Effects.Count(weChat);
        var missing = load.Acknowledged.Where(words => !effects.ContainsKey(words)).ToList();
        var lost = new List<string>();
        foreach (var words in missing)
        {
            if (await FindAsync(admin, load.Users[words], words) is not { } push)
                lost.Add($"{words} is not stored");
            else if (!IsUncertain(push))
                lost.Add($"{push}");
        }

        var doubled = effects.Where(effect => effect.Value > 1).Select(effect => effect.Key).ToList();
        output.Say($"""
            {what}
            pushes: {load.Users.Count} in {load.TriesMade} tries, acknowledged: {load.Acknowledged.Count}, tries refused: {load.Refusals.Count(answer => answer.Status is not null)}, unanswered: {load.Refusals.Count(answer => answer.Status is null)}
            effects: {effects.Count}; acknowledged without effect: {missing.Count}, of which listed as uncertain: {missing.Count - lost.Count}; lost: {lost.Count}; doubled: {doubled.Count}
            """);
        lost.ShouldBeEmpty(log());
        doubled.ShouldBeEmpty(log());
        load.Refusals.Select(answer => answer.Status).Where(status => status is not (null or 503)).ShouldBeEmpty(log());
        load.Refusals.Where(answer => answer.Status is not null).ShouldAllBe(answer => answer.Elapsed < WeChatTimeout);
        log().Split('\n').Where(line => line.Contains("   at ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task FinishAsync(AdminClient admin, Func<string> log)
    {
        var count = 0;
        await Eventually.NoneLeftAsync(
            async () =>
            {
                count = 0;
                foreach (var state in Unfinished)
                    count += (await admin.ListAsync($"state={state}")).Count;
                return count;
            },
            () => $"{count} pushes are left unfinished\n{log()}");
    }

    // An instance that continues after another has taken over may note, too late to matter, that it did not send after all.
    private static bool IsUncertain(JsonElement push) =>
        push.GetProperty("sends").EnumerateArray().Any(send => send.GetProperty("outcome").GetString() == "uncertain")
        || push.GetProperty("timeline").EnumerateArray().Any(entry => $"{entry.GetProperty("detail")}".Contains("uncertain", StringComparison.Ordinal));

    private static async Task<JsonElement?> FindAsync(AdminClient admin, string user, string words)
    {
        foreach (var push in await admin.OfUserAsync(user))
        {
            if (push.GetProperty("message").GetProperty("Content").GetString() == words)
                return push;
        }

        return null;
    }
}
