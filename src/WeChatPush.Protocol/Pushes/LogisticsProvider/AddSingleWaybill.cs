namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>A user orders a single waybill (page 运力下单).</summary>
public sealed record AddSingleWaybill : SingleWaybillPush, ITypedPush<AddSingleWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AddSingleWaybill()
    {
    }

    private AddSingleWaybill(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Sender = fields.Object("Sender", WaybillParty.Read);
        Receiver = fields.Object("Receiver", WaybillParty.Read);
        GoodDetail = fields.Object("GoodDetail", WaybillGoods.Read);
        Insured = fields.Object("Insured", WaybillInsured.Read);
        ExpectStartTime = fields.Int64("ExpectStartTime");
        ExpectEndTime = fields.Int64("ExpectEndTime");
        SettlementMethod = fields.Int32("Settingment");
        CompanyId = fields.Text("CompanyID");
        Account = fields.Text("Account");
        AccountPwd = fields.Text("AccountPwd");
        Remark = fields.Text("Remark");
        PickUpStartTime = fields.Int64("PickUpStartTime");
        PickUpEndTime = fields.Int64("PickUpEndTime");
        Scene = fields.Int32("Scene");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("add_single_waybill");

    /// <summary>Who sends it.</summary>
    public WaybillParty? Sender { get; init; }

    /// <summary>Who gets it.</summary>
    public WaybillParty? Receiver { get; init; }

    /// <summary>What it is.</summary>
    public WaybillGoods? GoodDetail { get; init; }

    /// <summary>Its insurance.</summary>
    public WaybillInsured? Insured { get; init; }

    /// <summary>When it may be fetched from, in Unix seconds.</summary>
    public long ExpectStartTime { get; init; }

    /// <summary>And until when.</summary>
    public long ExpectEndTime { get; init; }

    /// <summary>0: paid at once; 1: by the receiver; 2: monthly; 3: by payment score.</summary>
    public int SettlementMethod { get; init; }

    /// <summary>The account of a big customer at ZTO, with monthly payment.</summary>
    public string CompanyId { get; init; } = "";

    /// <summary>The account, with monthly payment.</summary>
    public string Account { get; init; } = "";

    /// <summary>Its password, a secret.</summary>
    public string AccountPwd { get; init; } = "";

    /// <summary>A remark.</summary>
    public string Remark { get; init; } = "";

    /// <summary>From when it is fetched, in Unix seconds.</summary>
    public long PickUpStartTime { get; init; }

    /// <summary>And until when.</summary>
    public long PickUpEndTime { get; init; }

    /// <summary>1: from a private person; 2: a return; 3: from a company.</summary>
    public int Scene { get; init; }

    /// <inheritdoc/>
    public static AddSingleWaybill Read(PushMessage message) => new(message);
}
