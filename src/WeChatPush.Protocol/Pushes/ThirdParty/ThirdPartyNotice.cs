namespace WeChatPush.Protocol.ThirdParty;

/// <summary>
/// A notice to a third-party platform (page 授权变更通知推送 and others). It has neither MsgType nor Event nor ToUserName:
/// <see cref="InfoType"/> says what it is. Fields a notice lacks are empty, 0 or null.
/// </summary>
public sealed record ThirdPartyNotice : TypedPush, ITypedPush<ThirdPartyNotice>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ThirdPartyNotice()
    {
    }

    private ThirdPartyNotice(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        InfoType = fields.Text("InfoType");
        ComponentAppId = fields.Exact("AppId");
        ComponentVerifyTicket = fields.Text("ComponentVerifyTicket");
        AuthorizerAppId = fields.Text("AuthorizerAppid");
        AuthorizationCode = fields.Text("AuthorizationCode");
        AuthorizationCodeExpiredTime = fields.Int64("AuthorizationCodeExpiredTime");
        PreAuthCode = fields.Text("PreAuthCode");
        AppId = fields.Exact("appid");
        Status = fields.OptionalInt32("status");
        Msg = fields.Text("msg");
        AuthCode = fields.Text("auth_code");
        Info = fields.Object("info", ThirdPartyRegistration.Read);
        TaskId = fields.Text("taskid");
        TaskStatus = fields.Int32("task_status");
        ApplyStatus = fields.Int32("apply_status");
        Message = fields.Text("message");
        DispatchInfo = fields.Object("dispatch_info", ThirdPartyDispatch.Read);
        Expired = fields.OptionalInt64("expired");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("");

    /// <summary>
    /// <c>component_verify_ticket</c>, <c>authorized</c>, <c>unauthorized</c>, <c>updateauthorized</c>,
    /// <c>notify_third_fasteregister</c>, <c>notify_third_fastregisterbetaapp</c>,
    /// <c>notify_third_fastverifybetaapp</c>, <c>notify_3rd_wxa_auth</c>, <c>notify_3rd_wxa_wxverify</c> and others.
    /// </summary>
    public string InfoType { get; init; } = "";

    /// <summary>The platform.</summary>
    public string ComponentAppId { get; init; } = "";

    /// <summary>The ticket the platform's token is got with, a secret.</summary>
    public string ComponentVerifyTicket { get; init; } = "";

    /// <summary>The account that gave, took back or changed its authorisation.</summary>
    public string AuthorizerAppId { get; init; } = "";

    /// <summary>What the authorisation is fetched with, a secret.</summary>
    public string AuthorizationCode { get; init; } = "";

    /// <summary>When that ends, in Unix seconds.</summary>
    public long AuthorizationCodeExpiredTime { get; init; }

    /// <summary>The code the authorisation page was opened with.</summary>
    public string PreAuthCode { get; init; } = "";

    /// <summary>
    /// The mini program a notice is about. Written in lower case, unlike <see cref="ComponentAppId"/>.
    /// </summary>
    public string AppId { get; init; } = "";

    /// <summary>0: done; else the number of a failure.</summary>
    public int? Status { get; init; }

    /// <summary>The same in words.</summary>
    public string Msg { get; init; } = "";

    /// <summary>What the authorisation of the new mini program is fetched with, a secret.</summary>
    public string AuthCode { get; init; } = "";

    /// <summary>What was registered or verified; null if nothing.</summary>
    public ThirdPartyRegistration? Info { get; init; }

    /// <summary>The verification.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>Where the verification stands.</summary>
    public int TaskStatus { get; init; }

    /// <summary>Where the application stands.</summary>
    public int ApplyStatus { get; init; }

    /// <summary>What to tell the owner.</summary>
    public string Message { get; init; } = "";

    /// <summary>Who does the verification; null until that is known.</summary>
    public ThirdPartyDispatch? DispatchInfo { get; init; }

    /// <summary>When the verification ends, in Unix seconds.</summary>
    public long? Expired { get; init; }

    /// <inheritdoc/>
    public static ThirdPartyNotice Read(PushMessage message) => new(message);
}
