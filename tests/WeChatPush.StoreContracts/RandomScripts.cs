using FsCheck;
using FsCheck.Fluent;

namespace WeChatPush.StoreContracts;

/// <summary>Random sequences of commands, each a kind and a number that its details follow from.</summary>
internal static class RandomScripts
{
    /// <summary>
    /// Plays as many as the environment variable <c>WECHATPUSH_PROPERTY_RUNS</c> says, or as usual. One that fails is made as
    /// short as it can be.
    /// </summary>
    public static void Play(int kinds, int choices, int usual, Func<(int Kind, int Choice)[], Task> play)
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("WECHATPUSH_PROPERTY_RUNS"), out var number) ? number : usual;
        var command = Gen.Choose(0, kinds - 1).Zip(Gen.Choose(0, choices));
        var script = Gen.Sized(size => Gen.ArrayOf(command, 10 + size)).ToArbitrary();
        var property = Prop.ForAll(script, commands =>
        {
            play(commands).GetAwaiter().GetResult();
            return true;
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
    }
}
