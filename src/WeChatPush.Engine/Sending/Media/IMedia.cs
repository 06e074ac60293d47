namespace WeChatPush.Sending;

/// <summary>
/// Temporary media (客服消息内的临时素材), by WeChat's <c>/cgi-bin/media/upload</c> and <c>/cgi-bin/media/get</c>: pictures to
/// send in customer-service messages, and what users have sent. WeChat keeps each for three days.
/// </summary>
public interface IMedia
{
    /// <summary>Uploads a picture: PNG, JPEG or GIF, at most <see cref="MediaLimits.MaxImageBytes"/>.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="image">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidMediaException">It is no such picture; WeChat was not asked.</exception>
    ValueTask<MediaUpload> UploadImageAsync(
        string app, ReadOnlyMemory<byte> image, CancellationToken cancellationToken);

    /// <summary>Fetches what a user has sent, or what was uploaded, by its media id.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="mediaId">The media id, as the field <c>MediaId</c> of a push.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<MediaDownload> DownloadAsync(string app, string mediaId, CancellationToken cancellationToken);
}

/// <summary>How much WeChat takes.</summary>
public static class MediaLimits
{
    /// <summary>Bytes of a picture: 10 MiB.</summary>
    public const int MaxImageBytes = 10 * 1024 * 1024;
}

/// <summary>How an upload ended.</summary>
/// <param name="Result">The call itself.</param>
/// <param name="MediaId">What to send the picture by; <see langword="null"/>: it was not taken.</param>
/// <param name="CreatedAt">When WeChat took it.</param>
/// <param name="ExpiresAt">When WeChat forgets it.</param>
public sealed record MediaUpload(
    SendResult Result, string? MediaId = null, DateTimeOffset? CreatedAt = null, DateTimeOffset? ExpiresAt = null);

/// <summary>How a download ended.</summary>
/// <param name="Result">The call itself.</param>
/// <param name="Content">The file.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="VideoUrl">In place of the file, where it is a video: its address.</param>
public sealed record MediaDownload(
    SendResult Result, ReadOnlyMemory<byte> Content = default, string? ContentType = null, string? VideoUrl = null);

/// <summary>What was to be uploaded is no picture that WeChat takes.</summary>
public sealed class InvalidMediaException(string problem) : ArgumentException(problem);
