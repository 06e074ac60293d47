namespace WeChatPush.Protocol.Audit;

/// <summary>A place for nearby mini programs was examined (page 附近的小程序).</summary>
public sealed record AddNearbyPoiAuditInfo : TypedPush, ITypedPush<AddNearbyPoiAuditInfo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AddNearbyPoiAuditInfo()
    {
    }

    private AddNearbyPoiAuditInfo(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AuditId = fields.Text("audit_id");
        Status = fields.Int32("status");
        Reason = fields.Text("reason");
        PoiId = fields.Text("poi_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("add_nearby_poi_audit_info");

    /// <summary>The examination.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>2: refused; 3: approved.</summary>
    public int Status { get; init; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The place.</summary>
    public string PoiId { get; init; } = "";

    /// <inheritdoc/>
    public static AddNearbyPoiAuditInfo Read(PushMessage message) => new(message);
}

/// <summary>A category for nearby mini programs was examined (page 附近的小程序).</summary>
public sealed record NearbyCategoryAuditInfo : TypedPush, ITypedPush<NearbyCategoryAuditInfo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public NearbyCategoryAuditInfo()
    {
    }

    private NearbyCategoryAuditInfo(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AuditId = fields.Text("audit_id");
        Status = fields.Int32("status");
        Reason = fields.Text("reason");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("nearby_category_audit_info");

    /// <summary>The examination.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>2: refused; 3: approved.</summary>
    public int Status { get; init; }

    /// <summary>Why it was refused.</summary>
    public string Reason { get; init; } = "";

    /// <inheritdoc/>
    public static NearbyCategoryAuditInfo Read(PushMessage message) => new(message);
}

/// <summary>A shop that is new to Tencent's map was examined (page 门店小程序).</summary>
public sealed record CreateMapPoiAuditInfo : TypedPush, ITypedPush<CreateMapPoiAuditInfo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public CreateMapPoiAuditInfo()
    {
    }

    private CreateMapPoiAuditInfo(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AuditId = fields.Text("audit_id");
        Status = fields.Int32("status");
        MapPoiId = fields.Text("map_poi_id");
        Name = fields.Text("name");
        Address = fields.Text("address");
        Longitude = fields.Double("longitude");
        Latitude = fields.Double("latitude");
        Remark = fields.Text("sh_remark");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("create_map_poi_audit_info");

    /// <summary>The examination.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>0: approved; 1: refused.</summary>
    public int Status { get; init; }

    /// <summary>The place on the map.</summary>
    public string MapPoiId { get; init; } = "";

    /// <summary>The shop's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its address.</summary>
    public string Address { get; init; } = "";

    /// <summary>Degrees east.</summary>
    public double Longitude { get; init; }

    /// <summary>Degrees north.</summary>
    public double Latitude { get; init; }

    /// <summary>A remark of the examiner.</summary>
    public string Remark { get; init; } = "";

    /// <inheritdoc/>
    public static CreateMapPoiAuditInfo Read(PushMessage message) => new(message);
}
