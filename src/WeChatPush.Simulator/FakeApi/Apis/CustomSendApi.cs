using System.Text;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>Customer-service messages: the four kinds a mini program may send.</summary>
internal static class CustomSendApi
{
    private const int MaxTextBytes = 2048;

    public static FakeAnswer Send(FakeWeChat weChat, FakeRequest request)
    {
        if ((SendRules.Check(request) ?? CheckContent(request)) is { } refusal)
            return refusal;

        return (weChat.EnforceWindows ? weChat.Windows.Spend(request.OpenId!) : null) ?? FakeAnswer.Ok();
    }

    private static FakeAnswer? CheckContent(FakeRequest request) => request.Text("msgtype") switch
    {
        "text" => CheckText(request.Text("text", "content")),
        "image" => Missing(request, "image", "media_id") ? FakeAnswer.Error(41006, "media_id missing") : null,
        "link" => FirstMissing(request, "link", "title", "url"),
        "miniprogrampage" => FirstMissing(request, "miniprogrampage", "title", "pagepath", "thumb_media_id"),
        _ => FakeAnswer.Error(45162, "invalid msg type"),
    };

    private static FakeAnswer? CheckText(string? content)
    {
        if (string.IsNullOrEmpty(content))
            return FakeAnswer.Error(44004, "empty content");

        return Encoding.UTF8.GetByteCount(content) > MaxTextBytes
            ? FakeAnswer.Error(45002, "content size out of limit")
            : null;
    }

    private static FakeAnswer? FirstMissing(FakeRequest request, string kind, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Missing(request, kind, field))
                return SendRules.Invalid($"{kind}.{field}");
        }

        return null;
    }

    private static bool Missing(FakeRequest request, string kind, string field) =>
        string.IsNullOrEmpty(request.Text(kind, field));
}
