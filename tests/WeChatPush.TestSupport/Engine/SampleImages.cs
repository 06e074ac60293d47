namespace WeChatPush.TestSupport.Engine;

/// <summary>Images small enough to be written down.</summary>
internal static class SampleImages
{
    /// <summary>The beginning of a PNG, with line breaks and dashes that a multipart body must keep.</summary>
    public static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 0x0D, 0x0A, 0x2D, 0x2D, 0xFF];
}
