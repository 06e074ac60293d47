namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>The older template messages: one formId, one message.</summary>
internal static class TemplateSendApi
{
    public static FakeAnswer Send(FakeWeChat weChat, FakeRequest request)
    {
        if ((SendRules.Check(request) ?? SubscribeSendApi.CheckTemplate(request)) is { } refusal)
            return refusal;
        if (request.Text("form_id") is not { Length: > 0 } formId)
            return FakeAnswer.Error(41028, "invalid form id");

        return weChat.Credits.TryUseFormId(formId)
            ? FakeAnswer.Ok()
            : FakeAnswer.Error(41029, "form id used count reach limit");
    }
}
