using WeChatPush.Server.Tests.Admin;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Instances;

public sealed class InstancesTests
{
    [Fact]
    public async Task List_OfAServerOnItsOwn_HasThatOne()
    {
        using var server = await RoleKeys.StartAsync();
        using var viewer = server.Client(RoleKeys.Viewer);
        await Eventually.TrueAsync(
            async () => (await viewer.JsonAsync("/api/v1/instances")).GetProperty("items").GetArrayLength() == 1, () => "it is not there");

        var only = (await viewer.JsonAsync("/api/v1/instances")).GetProperty("items")[0];
        only.GetProperty("host").GetString().ShouldBe(Environment.MachineName);
        only.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        only.GetProperty("startedAt").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(only.GetProperty("lastSeenAt").GetDateTimeOffset());
    }
}
