namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>
/// A merchant wants to bind an account: is it right (page 审核商户事件)? All but the account comes for EMS only.
/// </summary>
public sealed record CheckBiz : ProviderBizPush, ITypedPush<CheckBiz>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public CheckBiz()
    {
    }

    private CheckBiz(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ShopName = fields.Text("ShopName");
        ShopTelphone = fields.Text("ShopTelphone");
        ShopContact = fields.Text("ShopContact");
        ServiceName = fields.Text("ServiceName");
        SenderProvince = fields.Text("SenderProvince");
        SenderCity = fields.Text("SenderCity");
        SenderArea = fields.Text("SenderArea");
        SenderAddress = fields.Text("SenderAddress");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("check_biz");

    /// <summary>The name of the mini program.</summary>
    public string ShopName { get; init; } = "";

    /// <summary>Phone number of the merchant.</summary>
    public string ShopTelphone { get; init; } = "";

    /// <summary>Person to talk to.</summary>
    public string ShopContact { get; init; } = "";

    /// <summary>The service to be opened.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>Province parcels come from.</summary>
    public string SenderProvince { get; init; } = "";

    /// <summary>City.</summary>
    public string SenderCity { get; init; } = "";

    /// <summary>District.</summary>
    public string SenderArea { get; init; } = "";

    /// <summary>Street and number.</summary>
    public string SenderAddress { get; init; } = "";

    /// <inheritdoc/>
    public static CheckBiz Read(PushMessage message) => new(message);
}
