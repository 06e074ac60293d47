namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>Shows the user that an answer is being written.</summary>
internal static class TypingApi
{
    public static FakeAnswer Show(FakeWeChat weChat, FakeRequest request)
    {
        if (SendRules.Check(request) is { } refusal)
            return refusal;
        return request.Text("command") is "Typing" or "CancelTyping"
            ? FakeAnswer.Ok()
            : FakeAnswer.Error(45072, "command must in ['Typing', 'CancelTyping']");
    }
}
