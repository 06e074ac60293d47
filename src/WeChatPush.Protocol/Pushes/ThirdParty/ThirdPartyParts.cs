using System.Text.Json;

namespace WeChatPush.Protocol.ThirdParty;

/// <summary>What was registered or verified for a merchant.</summary>
public sealed record ThirdPartyRegistration
{
    /// <summary>The company, or the name of the mini program.</summary>
    public string Name { get; init; } = "";

    /// <summary>1: unified social credit code; 2: organisation code; 3: number of the business licence.</summary>
    public int? CodeType { get; init; }

    /// <summary>The company's code.</summary>
    public string Code { get; init; } = "";

    /// <summary>WeChat name of the legal representative.</summary>
    public string LegalPersonaWeChat { get; init; } = "";

    /// <summary>Name of the legal representative.</summary>
    public string LegalPersonaName { get; init; } = "";

    /// <summary>Phone number of the platform.</summary>
    public string ComponentPhone { get; init; } = "";

    /// <summary>What the asking call answered.</summary>
    public string UniqueId { get; init; } = "";

    /// <summary>WeChat name of a private owner.</summary>
    public string WxUser { get; init; } = "";

    /// <summary>Name of a private owner.</summary>
    public string IdName { get; init; } = "";

    internal static ThirdPartyRegistration Read(JsonElement fields) => new()
    {
        Name = fields.Text("name"),
        CodeType = fields.OptionalInt32("code_type"),
        Code = fields.Text("code"),
        LegalPersonaWeChat = fields.Text("legal_persona_wechat"),
        LegalPersonaName = fields.Text("legal_persona_name"),
        ComponentPhone = fields.Text("component_phone"),
        UniqueId = fields.Text("unique_id"),
        WxUser = fields.Text("wxuser"),
        IdName = fields.Text("idname"),
    };
}

/// <summary>Who does a verification.</summary>
/// <param name="Provider">The company.</param>
/// <param name="Contact">How to reach it.</param>
/// <param name="DispatchTime">When it was asked, in Unix seconds.</param>
public sealed record ThirdPartyDispatch(string Provider, string Contact, long DispatchTime)
{
    internal static ThirdPartyDispatch Read(JsonElement fields) =>
        new(fields.Text("provider"), fields.Text("contact"), fields.Int64("dispatch_time"));
}
