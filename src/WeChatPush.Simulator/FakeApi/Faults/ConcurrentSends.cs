using System.Collections.Concurrent;

namespace WeChatPush.Simulator.FakeApi.Faults;

/// <summary>Sends that are running, per user: WeChat answers 43108 to the second one.</summary>
internal static class ConcurrentSends
{
    public static Turn Enter(FakeWeChat weChat, FakeRequest request)
    {
        if (!weChat.RefuseConcurrentSends || request.OpenId is not { } openId || !FakeApis.IsSend(request.Api))
            return default;

        var running = weChat.RunningSends;
        var before = running.AddOrUpdate(openId, 1, (_, count) => count + 1) - 1;
        return new Turn(running, openId, before > 0);
    }

    public readonly struct Turn(ConcurrentDictionary<string, int> running, string openId, bool refused) : IDisposable
    {
        public FakeAnswer? Refusal => refused ? FakeAnswer.Error(43108, "concurrent send to the same user") : null;

        public void Dispose() => running?.AddOrUpdate(openId, 0, (_, count) => count - 1);
    }
}
