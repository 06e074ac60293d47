using WeChatPush.Inbox;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>What mutated requests have brought to light, one test for each.</summary>
public sealed class FuzzFindingTests
{
    [Theory]
    [InlineData("Send:Text", "hello")]
    [InlineData("TransferToCustomerService", "true")]
    public async Task AMessageOfNone_WhenARuleAnswersIt_IsDealtWithOnce_WithoutAStackInTheLog(string action, string value)
    {
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Settings = [("Apps:shop:Rules:0:MsgType", "text"), ($"Apps:shop:Rules:0:{action}", value)],
        });

        await engine.PushAsync(engine.App(), new PushBuilder(engine.App(), "o").Raw("""{"MsgType":"text","MsgId":1,"Content":"x"}"""u8.ToArray()));

        var push = await engine.WhenAsync(action == "Send:Text" ? PushState.Dead : PushState.Done);
        push.Attempts.ShouldBe(1);
        engine.Log.GetSnapshot().ShouldAllBe(record => record.Exception == null);
    }
}
