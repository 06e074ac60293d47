namespace WeChatPush;

/// <summary>Messages to many users.</summary>
public sealed class CampaignsOptions
{
    /// <summary>Bytes of a file of recipients that are read at most; more is answered 413. Default 256 MiB.</summary>
    public int MaxUploadBytes { get; set; } = 256 * 1024 * 1024;
}
