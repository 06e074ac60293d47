using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Health;

public sealed class SendingHealthTests
{
    [Theory]
    [InlineData(40125, FakeApis.StableToken, null, "operator")]
    [InlineData(40164, FakeApis.StableToken, null, "operator")]
    [InlineData(48001, FakeApis.CustomSend, null, "operator")]
    [InlineData(45009, FakeApis.CustomSend, FakeApis.CustomSend, "quota")]
    [InlineData(45011, FakeApis.CustomSend, FakeApis.CustomSend, "rate")]
    public async Task Ready_WhenSendsAreStopped_SaysWhich_AndWhatToDo(int errCode, string api, string? stopped, string reason)
    {
        using var server = await ServerUnderTest.StartAsync();
        using var client = server.Client();
        server.WeChat.Faults.Add(new FakeFault { Api = api, ErrCode = errCode });
        await client.PostAsync(
            "/api/v1/apps/shop/customer-messages", """{"touser":"oA","msgtype":"text","text":{"content":"x"}}""");

        var health = await client.JsonAsync("/health/ready");
        using var stranger = server.Client(key: null);

        health.GetProperty("status").GetString().ShouldBe("degraded");
        var entry = health.GetProperty("stops").EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("app").GetString().ShouldBe("shop");
        var stop = entry.GetProperty("stop");
        (stop.GetProperty("errcode").GetInt32(), stop.GetProperty("reason").GetString()).ShouldBe((errCode, reason));
        (stop.TryGetProperty("api", out var path) ? path.GetString() : null).ShouldBe(stopped);
        stop.GetProperty("hint").GetString().ShouldNotBeNullOrEmpty();
        stop.GetProperty("since").GetDateTimeOffset().ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        (await stranger.JsonAsync("/health/ready")).ToString().ShouldBe("""{"status":"degraded"}""");
    }
}
