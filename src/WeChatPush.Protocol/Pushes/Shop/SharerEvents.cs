using System.Text.Json;

namespace WeChatPush.Protocol.Shop;

/// <summary>A user did something that a sharer had led to (page 小程序推广员).</summary>
public sealed record MiniprogramSharerAction : TypedPush, ITypedPush<MiniprogramSharerAction>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public MiniprogramSharerAction()
    {
    }

    private MiniprogramSharerAction(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ActionType = fields.Int32("type");
        OpenId = fields.Text("openid");
        Promoter = fields.Object("promoter", MiniprogramPromoter.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("miniprogram_sharer_action");

    /// <summary>What, as the page numbers it.</summary>
    public int ActionType { get; init; }

    /// <summary>The user.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>The sharer.</summary>
    public MiniprogramPromoter? Promoter { get; init; }

    /// <inheritdoc/>
    public static MiniprogramSharerAction Read(PushMessage message) => new(message);
}

/// <summary>A sharer.</summary>
/// <param name="FinderNickname">The name on channels.</param>
/// <param name="PromoterId">WeChat's number of the sharer.</param>
/// <param name="PromoterOpenId">The sharer's openid.</param>
public sealed record MiniprogramPromoter(string FinderNickname, string PromoterId, string PromoterOpenId)
{
    internal static MiniprogramPromoter Read(JsonElement fields) =>
        new(fields.Text("finder_nickname"), fields.Text("promoter_id"), fields.Text("promoter_openid"));
}

/// <summary>A sharer was bound, or let go (page 小程序推广员).</summary>
public sealed record MiniprogramSharerBindStatusChange : TypedPush, ITypedPush<MiniprogramSharerBindStatusChange>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public MiniprogramSharerBindStatusChange()
    {
    }

    private MiniprogramSharerBindStatusChange(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("openid");
        BindStatus = fields.Int32("bind_status");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("miniprogram_sharer_bind_status_change");

    /// <summary>The sharer.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>Whether the sharer is bound now, as the page numbers it.</summary>
    public int BindStatus { get; init; }

    /// <inheritdoc/>
    public static MiniprogramSharerBindStatusChange Read(PushMessage message) => new(message);
}
