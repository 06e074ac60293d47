using System.Text.Json.Nodes;
using WeChatPush.Simulator.FakeApi.Accounts;

namespace WeChatPush.Simulator.FakeApi.Apis;

/// <summary>Temporary media: pictures go up as a form, and come down as files.</summary>
internal static class MediaApi
{
    private const int MaxImageBytes = 10 * 1024 * 1024;

    public static FakeAnswer Upload(FakeWeChat weChat, FakeRequest request)
    {
        if (!request.IsPost)
            return FakeAnswer.Error(43002, "require POST method");
        if (request.Query("type") is not ("image" or "voice" or "video" or "thumb"))
            return FakeAnswer.Error(40004, "invalid media type");
        if (FakeForm.Read(request.ContentType, request.Bytes.Span) is not var (name, fileName, content)
            || name != "media" || fileName.Length == 0 || !fileName.All(char.IsAscii))
            return FakeAnswer.Error(41005, "media data missing");
        if (content.Length == 0)
            return FakeAnswer.Error(44001, "empty media data");
        if (content.Length > MaxImageBytes)
            return FakeAnswer.Error(40009, "invalid image size");
        if (TypeOf(content) is not { } contentType)
            return FakeAnswer.Error(40113, "unsupported file type");

        var mediaId = weChat.Media.Add(content, contentType);
        return FakeAnswer.With(new JsonObject
        {
            ["type"] = request.Query("type"),
            ["media_id"] = mediaId,
            ["created_at"] = weChat.Time.GetUtcNow().ToUnixTimeSeconds(),
        });
    }

    public static FakeAnswer Get(FakeWeChat weChat, FakeRequest request) =>
        weChat.Media.Find(request.Query("media_id")) is { } file
            ? FakeAnswer.Ok() with { File = file }
            : FakeAnswer.Error(40007, "invalid media_id");

    private static string? TypeOf(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        _ => null,
    };
}
