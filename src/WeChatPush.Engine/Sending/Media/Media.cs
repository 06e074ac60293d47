using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>Temporary media, by WeChat's <c>/cgi-bin/media</c>.</summary>
internal sealed class Media(WeChatApi api, TimeProvider time) : IMedia
{
    /// <summary>A picture is large, and the way to WeChat may be narrow.</summary>
    private static readonly TimeSpan UploadTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <inheritdoc/>
    public async ValueTask<MediaUpload> UploadImageAsync(
        string app, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (image.Length > MediaLimits.MaxImageBytes)
            throw new InvalidMediaException($"The picture has more than {MediaLimits.MaxImageBytes} bytes.");
        if (ImageType.Find(image.Span) is not var (contentType, extension))
            throw new InvalidMediaException("The file is no picture: PNG, JPEG or GIF.");

        var form = MediaForm.From(image.Span, $"image.{extension}", contentType);
        var begun = time.GetTimestamp();
        var result = await api.CallAsync(
            new()
            {
                App = app,
                Api = SendApis.MediaUpload,
                Query = [("type", "image")],
                Body = form.Body,
                ContentType = form.ContentType,
                SuccessLacksCode = true,
                StandsAlone = true,
                AttemptTimeout = UploadTimeout,
            },
            cancellationToken);

        var outcome = SendResult.From(result, time.GetElapsedTime(begun));
        if (result.Class is not ErrorClass.Sent)
            return new(outcome);
        if (Read(result.Answer) is not var (mediaId, createdAt))
        {
            const string without = "WeChat answered without a media_id";
            return new(outcome with { Outcome = SendOutcome.Failed, Class = ErrorClass.Request, ErrMsg = without });
        }

        return new(outcome, mediaId, createdAt, createdAt + Lifetime);
    }

    /// <inheritdoc/>
    public async ValueTask<MediaDownload> DownloadAsync(string app, string mediaId, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var result = await api.CallAsync(
            new()
            {
                App = app,
                Api = SendApis.MediaDownload,
                Query = [("media_id", mediaId)],
                IsRead = true,
                AnswersFile = true,
                SuccessLacksCode = true,
                StandsAlone = true,
                MaxAnswerBytes = MediaLimits.MaxImageBytes,
                AttemptTimeout = UploadTimeout,
            },
            cancellationToken);

        var outcome = SendResult.From(result, time.GetElapsedTime(begun));
        if (result.Class is not ErrorClass.Sent)
            return new(outcome);
        return result.ContentType is null
            ? new(outcome, VideoUrl: Text(result.Answer, "video_url"))
            : new(outcome, result.Answer, result.ContentType);
    }

    private (string MediaId, DateTimeOffset CreatedAt)? Read(ReadOnlyMemory<byte> answer)
    {
        if (Text(answer, "media_id") is not { Length: > 0 } mediaId)
            return null;
        using var document = JsonDocument.Parse(answer);
        var seconds = 0L;
        var isDated = document.RootElement.TryGetProperty("created_at"u8, out var created)
            && created.ValueKind is JsonValueKind.Number && created.TryGetInt64(out seconds) && seconds > 0;
        return (mediaId, isDated ? DateTimeOffset.FromUnixTimeSeconds(seconds) : time.GetUtcNow());
    }

    private static string? Text(ReadOnlyMemory<byte> answer, string name)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
    }
}
