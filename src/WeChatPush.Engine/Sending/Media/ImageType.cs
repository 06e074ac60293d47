namespace WeChatPush.Sending;

/// <summary>
/// Finds the type of a picture from its first bytes; its name and declared type come from the caller and may be wrong.
/// </summary>
internal static class ImageType
{
    /// <summary>Type and file name extension of a picture that WeChat takes, or <see langword="null"/>.</summary>
    public static (string ContentType, string Extension)? Find(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ("image/png", "png");
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ("image/jpeg", "jpg");
        if (file.StartsWith("GIF8"u8))
            return ("image/gif", "gif");
        return null;
    }
}
