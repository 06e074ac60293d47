namespace WeChatPush.Protocol.Delivery;

/// <summary>A merchant begins to bind an account at your company (page immediateDelivery.onPreAuthCodeGet).</summary>
public sealed record GetPreAuthCode : TypedPush, ITypedPush<GetPreAuthCode>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public GetPreAuthCode()
    {
    }

    private GetPreAuthCode(PushMessage message)
        : base(message)
    {
        AppId = message.Json.Text("wx_appid");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("get_pre_auth_code");

    /// <summary>The merchant's mini program.</summary>
    public string AppId { get; init; } = "";

    /// <inheritdoc/>
    public static GetPreAuthCode Read(PushMessage message) => new(message);
}

/// <summary>The merchant agreed: which account is it (page immediateDelivery.onAuthInfoGet)?</summary>
public sealed record GetAuthInfo : TypedPush, ITypedPush<GetAuthInfo>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public GetAuthInfo()
    {
    }

    private GetAuthInfo(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("wx_appid");
        Code = fields.Text("code");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("get_auth_info");

    /// <summary>The merchant's mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The code your page sent the merchant back with.</summary>
    public string Code { get; init; } = "";

    /// <inheritdoc/>
    public static GetAuthInfo Read(PushMessage message) => new(message);
}

/// <summary>The merchant takes the binding back (page immediateDelivery.onCancelAuth).</summary>
public sealed record CancelAuthAccount : TypedPush, ITypedPush<CancelAuthAccount>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public CancelAuthAccount()
    {
    }

    private CancelAuthAccount(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ShopId = fields.Text("shopid");
        AppId = fields.Text("wx_appid");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("cancel_auth_account");

    /// <summary>The merchant's account at your company.</summary>
    public string ShopId { get; init; } = "";

    /// <summary>The merchant's mini program.</summary>
    public string AppId { get; init; } = "";

    /// <inheritdoc/>
    public static CancelAuthAccount Read(PushMessage message) => new(message);
}
