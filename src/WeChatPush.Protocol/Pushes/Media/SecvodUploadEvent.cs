namespace WeChatPush.Protocol.Media;

/// <summary>A video of a drama was uploaded, or could not be (page 短剧媒资管理).</summary>
public sealed record SecvodUploadEvent : TypedPush, ITypedPush<SecvodUploadEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SecvodUploadEvent()
    {
    }

    private SecvodUploadEvent(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("upload_event");
        MediaId = fields.Int64("media_id");
        SourceContext = fields.Text("source_context");
        ErrCode = fields.Int32("errcode");
        ErrMsg = fields.Text("errmsg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("secvod_upload_event");

    /// <summary>The video.</summary>
    public long MediaId { get; init; }

    /// <summary>What the uploading call was given to carry along.</summary>
    public string SourceContext { get; init; } = "";

    /// <summary>0: uploaded.</summary>
    public int ErrCode { get; init; }

    /// <summary>Why not, in words.</summary>
    public string ErrMsg { get; init; } = "";

    /// <inheritdoc/>
    public static SecvodUploadEvent Read(PushMessage message) => new(message);
}
