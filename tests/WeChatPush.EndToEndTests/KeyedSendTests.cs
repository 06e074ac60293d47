using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.EndToEndTests;

/// <summary>A caller that gets no answer asks again with the same Idempotency-Key: the user gets one message.</summary>
public sealed class KeyedSendTests
{
    private const string Route = "apps/shop/customer-messages";
    private static readonly (string, string) Lease = ("Dispatching:Lease", "00:00:01");
    private static readonly object Message = new { touser = "oUser", msgtype = "text", text = new { content = "once" } };

    [Fact]
    public async Task Server_KilledInTheMiddle_NeverSendsAgain_AndSaysThatItDoesNotKnow()
    {
        await using var world = await World.StartAsync(Lease);
        var under = Hold(world.WeChat);
        var first = world.Admin.PostAsync(Route, Message, "order-1");
        await under.Reached;
        world.Server.Kill();
        await Should.ThrowAsync<HttpRequestException>(() => first);
        await world.Server.StartAsync();

        var second = await world.Admin.PostAsync(Route, Message, "order-1");
        var third = await world.Admin.PostAsync(Route, Message, "order-1");

        Outcome(second).ShouldBe("uncertain");
        Outcome(third).ShouldBe("uncertain");
        under.Hits.ShouldBe(1);
    }

    [Fact]
    public async Task Fleet_AskedAtBothInstances_SendsOnce_AlsoWhenOneIsKilled()
    {
        await using var fleet = await Fleet.StartAsync(Lease);
        var answer = new TaskCompletionSource();
        var under = Hold(fleet.WeChat, answer.Task);
        var first = fleet.One.Admin.PostAsync(Route, Message, "order-1");
        await under.Reached;
        var second = fleet.Other.Admin.PostAsync(Route, Message, "order-1");
        answer.SetResult();
        Outcome(await first).ShouldBe("sent");
        (await second).GetRawText().ShouldBe((await first).GetRawText());
        under.Hits.ShouldBe(1);

        fleet.WeChat.Faults.Clear();
        under = Hold(fleet.WeChat);
        var third = fleet.One.Admin.PostAsync(Route, Message, "order-2");
        await under.Reached;
        fleet.One.Server.Kill();
        Outcome(await fleet.Other.Admin.PostAsync(Route, Message, "order-2")).ShouldBe("uncertain");
        under.Hits.ShouldBe(1);
        await Should.ThrowAsync<HttpRequestException>(() => third);
    }

    private static FakeFault Hold(FakeWeChat weChat, Task? until = null)
    {
        var fault = new FakeFault { Api = FakeApis.CustomSend, Until = until ?? new TaskCompletionSource().Task };
        weChat.Faults.Add(fault);
        return fault;
    }

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();
}
