using System.Text.Json;

namespace WeChatPush.Protocol.Shop;

/// <summary>A scene the shop component is to sell in was examined (page 自定义交易组件: 场景审核回调).</summary>
public sealed record OpenProductSceneGroupAudit : TypedPush, ITypedPush<OpenProductSceneGroupAudit>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductSceneGroupAudit()
    {
    }

    private OpenProductSceneGroupAudit(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("SceneGroupAudit");
        GroupId = fields.Int32("group_id");
        Name = fields.Text("name");
        Reason = fields.Text("reason");
        Status = fields.OptionalInt32("status");
        Extensions = fields.List("scene_group_ext_list", OpenProductSceneExtension.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_scene_group_audit");

    /// <summary>The scene.</summary>
    public int GroupId { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Why it was refused, or what it is good for now.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Where it stands, as the component numbers it; WeChat's sample does not tell.</summary>
    public int? Status { get; init; }

    /// <summary>Its parts, one or several.</summary>
    public IReadOnlyList<OpenProductSceneExtension> Extensions { get; init; } = [];

    /// <inheritdoc/>
    public static OpenProductSceneGroupAudit Read(PushMessage message) => new(message);
}

/// <summary>A part of a scene.</summary>
/// <param name="ExtId">The part.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stands, as the component numbers it.</param>
public sealed record OpenProductSceneExtension(int ExtId, string Name, int Status)
{
    internal static OpenProductSceneExtension Read(JsonElement fields) =>
        new(fields.Int32("ext_id"), fields.Text("name"), fields.Int32("status"));
}
