using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>What became of the sends that a kill met.</summary>
/// <param name="Kills">How often a server was killed.</param>
/// <param name="Sends">How many messages WeChat received in all.</param>
/// <param name="Received">Sends that are listed as uncertain, and that WeChat received.</param>
/// <param name="NeverWritten">Sends that are listed as uncertain, and that WeChat never saw.</param>
/// <param name="Doubled">Sends that WeChat received twice.</param>
/// <param name="Lost">What has neither an effect nor is listed as uncertain.</param>
internal sealed record KilledSends(int Kills, int Sends, int Received, int NeverWritten, int Doubled, int Lost)
{
    // The bar is one in ten, on a machine that has processor time to spare. A few kills beside other tests meet too few sends
    // to tell: a short run only notices when sends wait again after they are noted.
    private const int ManyKills = 50;
    private const int MaxOfFew = 6;

    private static readonly string[] Unfinished = ["queued", "processing", "retrying"];

    /// <summary>Waits until all pushes of a load are finished, and reads what became of their sends.</summary>
    public static async Task<KilledSends> OfPushesAsync(
        int kills, Load load, FakeWeChat weChat, AdminClient admin, Func<string> log)
    {
        await Eventually.NoneLeftAsync(
            async () =>
            {
                var left = 0;
                foreach (var state in Unfinished)
                    left += (await admin.ListAsync($"state={state}")).Count;
                return left;
            },
            () => $"pushes are left unfinished\n{log()}");
        var effects = Effects.Count(weChat);
        var uncertain = await UncertainAsync(admin);
        return new(
            kills,
            effects.Values.Sum(),
            uncertain.Count(effects.ContainsKey),
            uncertain.Count(words => !effects.ContainsKey(words)),
            effects.Count(effect => effect.Value > 1),
            load.Acknowledged.Count(words => !effects.ContainsKey(words) && !uncertain.Contains(words)));
    }

    /// <summary>Sends that are listed as uncertain.</summary>
    private int InFlight => Received + NeverWritten;

    public void Report(ITestOutputHelper output, string what) => output.Say($"""
        {what}, killed {Kills} times at random
        messages received by WeChat: {Sends}; sends in flight at the kills: {InFlight} listed as uncertain, of which received: {Received}, never written: {NeverWritten} ({NeverWritten / (double)Math.Max(1, InFlight):P1} of those in flight); doubled: {Doubled}; lost: {Lost}
        """);

    public void ShouldHold(Func<string> log)
    {
        Doubled.ShouldBe(0, log());
        Lost.ShouldBe(0, log());
        NeverWritten.ShouldBeLessThanOrEqualTo(Kills < ManyKills ? Math.Max(MaxOfFew, InFlight / 2) : InFlight / 10, log());
    }

    // A push that a kill met was claimed twice, so the others need no look.
    private static async Task<HashSet<string>> UncertainAsync(AdminClient admin)
    {
        var uncertain = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in await admin.ListAsync())
        {
            if (item.GetProperty("attempts").GetInt32() < 2)
                continue;
            var push = await admin.FindAsync(item.GetProperty("id").GetString()!);
            if (push.GetProperty("sends").EnumerateArray().Any(send => send.GetProperty("outcome").GetString() == "uncertain"))
                uncertain.Add(push.GetProperty("message").GetProperty("Content").GetString()!);
        }

        return uncertain;
    }
}
