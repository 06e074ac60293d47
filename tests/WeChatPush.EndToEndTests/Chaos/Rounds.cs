using WeChatPush.EndToEndTests.Harness;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// How often things go wrong, and when. WECHATPUSH_CHAOS says how many rounds, WECHATPUSH_SEED repeats the moments of a
/// run.
/// </summary>
internal static class Rounds
{
    /// <summary>The number that the environment asks for, or this.</summary>
    public static int From(int usual) => Figures.Number("WECHATPUSH_CHAOS", usual);

    /// <summary>The chance that decides when; its seed is printed.</summary>
    public static Random Chance(ITestOutputHelper output)
    {
        var seed = Figures.Number("WECHATPUSH_SEED", Random.Shared.Next(1_000_000));
        output.Say($"seed {seed}");
        return new Random(seed);
    }

    /// <summary>Some milliseconds, up to this many.</summary>
    public static Task PauseAsync(this Random random, int from, int to) => Task.Delay(random.Next(from, to));
}
