using System.Globalization;

namespace WeChatPush.TestSupport.Fuzzing;

/// <summary>
/// How many cases to play, and which. WECHATPUSH_FUZZ says how many; WECHATPUSH_FUZZ_SEED repeats a run, and with
/// WECHATPUSH_FUZZ_CASE one case of it. Without a word it is a short run that is the same every time.
/// </summary>
internal sealed record FuzzPlan(int Cases, int Seed, int? Only = null)
{
    private const int UsualSeed = 20261121;

    /// <summary>The plan that the environment asks for, or this many cases. What takes long does one for so many of the others.</summary>
    public static FuzzPlan Read(int otherwise, int oneFor = 1)
    {
        var cases = Number("WECHATPUSH_FUZZ") / oneFor;
        return new FuzzPlan(
            cases ?? otherwise,
            Number("WECHATPUSH_FUZZ_SEED") ?? (cases is null ? UsualSeed : Random.Shared.Next()),
            Number("WECHATPUSH_FUZZ_CASE"));
    }

    /// <summary>A case by its number, always the same.</summary>
    public FuzzCase Case(int number) => new(number, new Random(unchecked((Seed * 31) + (number * (int)2654435761))));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"WECHATPUSH_FUZZ_SEED={Seed}, {(Only is { } only ? $"case {only}" : $"{Cases} cases")}");

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One case: its number, and the chance that decides everything in it.</summary>
internal sealed record FuzzCase(int Number, Random Random)
{
    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Random.Next(items.Count)];

    /// <summary>Whether it comes to pass, once in so many times.</summary>
    public bool Once(int @in) => Random.Next(@in) == 0;
}
