using WeChatPush.EndToEndTests.Harness;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>A Redis whose data a newer version has changed in a way that this one does not know.</summary>
public sealed class NewerFormatTests
{
    private const string Format = "{wechatpush}:format";

    [Fact]
    public async Task Start_OnNewerData_EndsWithOne_AndNamesBothFormats()
    {
        await using var fleet = await Fleet.CreateAsync();
        await fleet.Redis.SayAsync(0, $"SET {Format} \"99 98\"");

        fleet.One.Server.Start();

        (await fleet.One.Server.ExitAsync()).ShouldBe(1, fleet.Output);
        fleet.One.Server.Output.ShouldContain("98");
        fleet.One.Server.Output.ShouldContain("this one knows 2");
        fleet.One.Server.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task NewerData_WhileRunning_IsLeftAlone_AndPushesAreSpooled_UntilItIsReadableAgain()
    {
        await using var fleet = await Fleet.StartAsync();
        await fleet.Redis.SayAsync(0, $"SET {Format} \"99 98\"");
        await fleet.DegradedAsync();

        await fleet.PushAsync(fleet.One, fleet.User("oUser").Text("spooled meanwhile"));
        fleet.WeChat.Calls.Sends.ShouldBeEmpty();
        fleet.One.Server.Output.ShouldContain("written by a newer version");

        await fleet.Redis.SayAsync(0, $"SET {Format} \"2 1\"");
        await fleet.WellAsync();
        await Effects.ArriveAsync(fleet.WeChat, ["spooled meanwhile"], () => fleet.Output);
    }
}
