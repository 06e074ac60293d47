using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Chat;

/// <summary>Does what the person on the page did: as WeChat would, through the real push URL.</summary>
internal sealed class ChatUser(FakeWeChat weChat, PushClient client)
{
    public const int MaxNickname = 32;
    public const int MaxText = 2000;

    /// <summary>What is wrong with a request; null if nothing is.</summary>
    public static string? Problem(ChatPush push) => push switch
    {
        { Nickname.Length: 0 or > MaxNickname } => $"A nickname has 1 to {MaxNickname} characters.",
        { Kind: "text" or "subscribe", Text: null or "" } => "There is nothing to send.",
        { Text.Length: > MaxText } => $"A text has at most {MaxText} characters.",
        { Kind: not ("text" or "image" or "page" or "enter" or "subscribe") } => "Unknown kind of push.",
        _ => null,
    };

    public async Task<ChatAnswer> PushAsync(SimulatedApp app, ChatPush push, CancellationToken cancellationToken)
    {
        var openId = FakeOpenId.From(app.AppId, push.Nickname);
        var payload = Build(new PushBuilder(app, openId, weChat.Time), push);

        // WeChat opens the window when the user acts, not when the push is answered.
        if (push.Kind == "enter")
            weChat.Windows.UserEntered(openId);
        else if (push.Kind == "subscribe")
            weChat.Credits.Grant(openId, push.Text!);
        else
            weChat.Windows.UserMessaged(openId);

        var result = await client.PushAsync(app, payload, cancellationToken: cancellationToken);
        return ChatAnswer.From(result, weChat.Windows.Remaining(openId));
    }

    private static PushPayload Build(PushBuilder builder, ChatPush push) => push.Kind switch
    {
        "text" => builder.Text(push.Text!),
        "image" => builder.Image("http://mmbiz.qpic.cn/simulator/0", "simulated-media-id"),
        "page" => builder.MiniProgramPage("商品详情 Product", "pages/product/index?id=1"),
        "enter" => builder.EnterSession("simulator"),
        _ => builder.SubscribePopup((push.Text!, "accept")),
    };
}
