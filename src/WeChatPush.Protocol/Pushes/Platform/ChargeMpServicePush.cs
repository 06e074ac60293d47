namespace WeChatPush.Protocol.Platform;

/// <summary>Something that was bought from WeChat runs out (page 付费管理).</summary>
public abstract record ChargeMpServicePush : TypedPush
{
    private protected ChargeMpServicePush()
    {
    }

    private protected ChargeMpServicePush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        EventType = fields.Int32("event_type");
        AppId = fields.Text("appid");
        SpuId = fields.Text("spu_id");
        SpuName = fields.Text("spu_name");
    }

    /// <summary>3 for the amount, 4 for the time.</summary>
    public int EventType { get; init; }

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The product.</summary>
    public string SpuId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string SpuName { get; init; } = "";
}
