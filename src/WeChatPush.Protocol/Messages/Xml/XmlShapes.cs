using System.Collections.Frozen;

namespace WeChatPush.Protocol;

/// <summary>
/// What XML alone does not show about an event: which elements are lists although there is one of them, and
/// which element is a wrapper that the JSON form of the same push does without.
/// </summary>
/// <param name="Wrapper">The element whose children stand at the top level in JSON.</param>
/// <param name="Lists">Elements, at any depth, that are arrays in JSON even when there is one or none.</param>
internal sealed record XmlShapes(string? Wrapper = null, params string[] Lists)
{
    private static readonly XmlShapes Plain = new();

    private static readonly XmlShapes Complaint = new(
        "BussiCallBackInfo", "media_id_list", "customer_material_media_id_list");

    private static readonly XmlShapes Delivery = new(null, "goods");

    private static readonly FrozenDictionary<string, XmlShapes> ByEvent = new Dictionary<string, XmlShapes>
    {
        ["subscribe_msg_popup_event"] = new("SubscribeMsgPopupEvent"),
        ["subscribe_msg_change_event"] = new("SubscribeMsgChangeEvent"),
        ["subscribe_msg_sent_event"] = new("SubscribeMsgSentEvent"),
        ["complaint_callback"] = Complaint,
        ["complaint callback"] = Complaint,
        ["wxa_media_check"] = new(null, "detail"),
        ["wxa_punish_event"] = new(null, "illegal_content"),
        ["wxa_appeal_record"] = new(null, "material", "proof_material_id"),
        ["add_express_path"] = new(null, "Actions"),
        ["add_waybill"] = new(null, "DetailList"),
        ["transport_precreate_order"] = Delivery,
        ["transport_add_order"] = Delivery,
        ["transport_readd_order"] = Delivery,
        ["open_product_scene_group_audit"] = new(null, "scene_group_ext_list"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The shapes of this event, which may be unknown.</summary>
    public static XmlShapes Find(string? name) =>
        name is not null && ByEvent.TryGetValue(name, out var shapes) ? shapes : Plain;

    /// <summary>Whether the element is an array in any number.</summary>
    public bool IsList(string element) => Array.IndexOf(Lists, element) >= 0;

    /// <summary>
    /// The fields of the push: the root's children, those of the wrapper in its place. A wrapper that would
    /// double a field stays where it is.
    /// </summary>
    public IEnumerable<XmlNode> Unwrap(XmlNode root)
    {
        var wrappers = root.Children.Where(child => child.Name == Wrapper).ToList();
        if (wrappers is not [{ Children: [_, ..] inner }]
            || root.Children.IntersectBy(inner.Select(child => child.Name), child => child.Name).Any())
            return root.Children;

        return root.Children.SelectMany(child => child == wrappers[0] ? inner : [child]);
    }
}
