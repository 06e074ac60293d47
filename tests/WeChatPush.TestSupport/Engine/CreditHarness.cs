using WeChatPush.Credits;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.TestSupport.Engine;

/// <summary>Sending on credits as it is registered, against the simulated API on a real listener.</summary>
internal sealed class CreditHarness : IAsyncDisposable
{
    public const string App = SendingHarness.App;
    public const string User = SendingHarness.User;
    public const string Template = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";

    private int _reports;

    private CreditHarness(SendingHarness sending) => Sending = sending;

    public SendingHarness Sending { get; }

    public FakeWeChat WeChat => Sending.WeChat;

    public ICreditLedger Ledger => Sending.Get<ICreditLedger>();

    public static async Task<CreditHarness> StartAsync() =>
        new(await SendingHarness.StartAsync(services => services.AddCredits()));

    /// <summary>Starts with the ledger in Redis.</summary>
    public static async Task<CreditHarness> StartSharedAsync() =>
        new(await SendingHarness.StartSharedAsync(services => services.AddCredits()));

    /// <summary>Another instance of the same fleet.</summary>
    public CreditHarness StartBeside() => new(Sending.StartBeside());

    /// <summary>The user accepts, some number of times.</summary>
    public async Task AcceptAsync(int times = 1, string user = User, PermitEvent change = PermitEvent.Accepted)
    {
        for (var i = 0; i < times; i++)
            await Ledger.NoteAsync(App, user, $"report {_reports++}", [new(Template, change)], default);
    }

    public async Task EarnAsync(params string[] formIds)
    {
        var now = DateTimeOffset.UtcNow;
        await Ledger.EarnFormIdsAsync(
            App, User, [.. formIds.Select((id, i) => new FormId(id, now.AddHours(1 + i)))], default);
    }

    public Task<SendResult> SendAsync(CreditMessage message, CancellationToken cancellationToken = default) =>
        Sending.Get<ICreditMessages>().SendAsync(App, message, cancellationToken).AsTask();

    public Task<SendResult> SendAsync(string thing = "你好 😀", CreditKind kind = CreditKind.Subscribe) =>
        SendAsync(Message(thing, kind));

    public static CreditMessage Message(string thing = "你好 😀", CreditKind kind = CreditKind.Subscribe) => new()
    {
        Kind = kind,
        OpenId = User,
        TemplateId = Template,
        Page = "pages/index?id=1",
        Data = new Dictionary<string, string> { [kind is CreditKind.Subscribe ? "thing1" : "keyword1"] = thing },
    };

    public FakeFault Refuse(int errCode, string api = FakeApis.SubscribeSend, int? times = null) =>
        Sending.Fault(new FakeFault { Api = api, ErrCode = errCode, ErrMsg = "as the test wants it", Times = times });

    public async Task<PermitBalance> PermitsAsync() =>
        (await Ledger.GetBalanceAsync(App, User, default)).Subscribe.GetValueOrDefault(Template)
        ?? new(0, 0, false, 0, 0);

    public async Task<FormIdBalance> FormIdsAsync() => (await Ledger.GetBalanceAsync(App, User, default)).FormIds;

    public ValueTask DisposeAsync() => Sending.DisposeAsync();
}
