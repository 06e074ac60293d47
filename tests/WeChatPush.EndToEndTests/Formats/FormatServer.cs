using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>A server that runs over stored data, with WeChat and the operator at it.</summary>
internal sealed class FormatServer : IDisposable
{
    private readonly PushClient _weChat = new();
    private readonly SimulatedApp _app;

    public FormatServer(ServerProcess process, string adminKey)
    {
        (Process, Admin) = (process, new AdminClient(process.Url, adminKey));
        _app = new SimulatedApp
        {
            Name = "shop",
            AppId = World.AppId,
            Token = World.Token,
            EncodingAesKey = World.Key,
            Mode = WireMode.Secure,
            PushUrl = new Uri(process.Url, "/wechat/shop"),
        };
    }

    public ServerProcess Process { get; }

    public AdminClient Admin { get; }

    public FormatPushes Pushes => new(_app);

    /// <summary>Pushes as WeChat does, with its tries; one of them has to be acknowledged.</summary>
    public async Task<PushTry> PushAsync(PushPayload payload)
    {
        var answer = (await _weChat.PushAsync(_app, payload)).Last;
        answer.IsAccepted.ShouldBeTrue($"{answer.Status} {answer.Problem}\n{Process.Output}");
        return answer;
    }

    /// <summary>The same, for each in turn.</summary>
    public async Task PushAsync(IEnumerable<PushPayload> payloads)
    {
        foreach (var payload in payloads)
            await PushAsync(payload);
    }

    /// <summary>Waits until a user's pushes, oldest first, are in these states.</summary>
    public async Task ReachesAsync(string openId, params string[] states)
    {
        string[] found = [];
        await Eventually.TrueAsync(
            async () =>
            {
                found = [.. (await Admin.ListAsync($"openId={openId}")).Reverse().Select(StateOf)];
                return found.SequenceEqual(states);
            },
            () => $"{openId}: {string.Join(' ', found)}\n{Process.Output}");
    }

    /// <summary>Sends a user a customer-service message; its outcome.</summary>
    public async Task<string> SayAsync(string openId)
    {
        var message = new { touser = openId, msgtype = "text", text = new { content = "more" } };
        return (await Admin.PostAsync("apps/shop/customer-messages", message)).GetProperty("outcome").GetString()!;
    }

    /// <summary>The word for where a push or a campaign stands.</summary>
    public static string StateOf(JsonElement item) => item.GetProperty("state").GetString()!;

    public void Dispose()
    {
        _weChat.Dispose();
        Admin.Dispose();
    }
}
