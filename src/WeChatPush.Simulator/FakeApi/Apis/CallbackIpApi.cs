using System.Text.Json.Nodes;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>The addresses pushes come from: here, this machine.</summary>
internal static class CallbackIpApi
{
    public static FakeAnswer List(FakeWeChat weChat, FakeRequest request) =>
        FakeAnswer.With(new JsonObject { ["ip_list"] = new JsonArray("127.0.0.1", "::1") });
}
