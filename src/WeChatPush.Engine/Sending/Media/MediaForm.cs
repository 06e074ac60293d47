using System.Text;

namespace WeChatPush.Sending;

/// <summary>
/// The form that an upload is posted as, written by hand: WeChat reads neither the quotes around the boundary nor the
/// <c>filename*</c> that the framework's own form writes.
/// </summary>
internal sealed class MediaForm
{
    private MediaForm(string boundary, ReadOnlyMemory<byte> body)
    {
        ContentType = $"multipart/form-data; boundary={boundary}";
        Body = body;
    }

    /// <summary>The form's type, its boundary without quotes.</summary>
    public string ContentType { get; }

    /// <summary>The form.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Wraps one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fileName">Its name: ASCII, without quotes.</param>
    /// <param name="contentType">Its type.</param>
    public static MediaForm From(ReadOnlySpan<byte> file, string fileName, string contentType)
    {
        var boundary = $"wechatpush{Guid.NewGuid():N}";
        var head = Encoding.ASCII.GetBytes(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{fileName}\"\r\n"
            + $"Content-Type: {contentType}\r\n\r\n");
        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        return new(boundary, (byte[])[.. head, .. file, .. tail]);
    }
}
