using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;

namespace WeChatPush.TestSupport.Engine;

/// <summary>Asking for an account's templates, and what that asked of WeChat.</summary>
internal static class TemplateCalls
{
    public static Task<SubscribeTemplatesResult> GetAsync(
        SendingHarness sending, bool refresh = false, string app = SendingHarness.App) =>
        sending.Get<ISubscribeTemplates>().GetAsync(app, refresh, default).AsTask();

    public static IReadOnlyList<FakeCall> ListCalls(SendingHarness sending) =>
        [.. sending.WeChat.Calls.All.Where(call => call.Api == FakeApis.Templates)];
}
