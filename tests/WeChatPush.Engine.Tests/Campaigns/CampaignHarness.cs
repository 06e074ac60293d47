using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Credits;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Campaigns;

/// <summary>Campaigns as they are registered, against the simulated API on a real listener.</summary>
internal sealed class CampaignHarness : IAsyncDisposable
{
    public const string App = SendingHarness.App;
    public const string Template = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly List<CampaignRunner> _runners = [];
    private int _reports;

    private CampaignHarness(SendingHarness sending) => Sending = sending;

    public SendingHarness Sending { get; }

    public FakeWeChat WeChat => Sending.WeChat;

    public ICampaigns Campaigns => Sending.Get<ICampaigns>();

    public ICreditLedger Ledger => Sending.Get<ICreditLedger>();

    /// <summary>The messages that the users got.</summary>
    public IReadOnlyList<FakeCall> Delivered => [.. Sending.Sends.Where(call => call.Delivered)];

    public static async Task<CampaignHarness> StartAsync() =>
        await BegunAsync(new(await SendingHarness.StartAsync(
            services => services.AddCredits().AddCampaigns())));

    /// <summary>Starts with everything in Redis.</summary>
    public static async Task<CampaignHarness> StartSharedAsync() =>
        await BegunAsync(new(await SendingHarness.StartSharedAsync(
            services => services.AddCredits().AddCampaigns())));

    /// <summary>Another instance of the same fleet.</summary>
    public async Task<CampaignHarness> StartBesideAsync() => await BegunAsync(new(Sending.StartBeside()));

    /// <summary>The instance begins to look for campaigns, again after <see cref="StopAsync"/>.</summary>
    public async Task StartRunnerAsync()
    {
        var runner = ActivatorUtilities.CreateInstance<CampaignRunner>(Sending.Get<IServiceProvider>());
        _runners.Add(runner);
        await runner.StartAsync(default);
    }

    /// <summary>The instance ends as a host does.</summary>
    public async Task StopAsync()
    {
        foreach (var runner in _runners)
            await ((IHostedService)runner).StopAsync(default);
        _runners.Clear();
    }

    public static string[] Users(int number) => [.. Enumerable.Range(1, number).Select(i => $"oUser{i:D24}")];

    public static CampaignPlan Plan(CampaignAudience audience = CampaignAudience.Everyone) => new()
    {
        Name = "问候",
        TemplateId = Template,
        Page = "pages/index",
        Data = new Dictionary<string, string> { ["thing1"] = "你好 😀" },
        Rate = 200,
        Audience = audience,
    };

    public async Task AcceptAsync(params string[] users)
    {
        foreach (var user in users)
            await Ledger.NoteAsync(App, user, $"report {_reports++}", [new(Template, PermitEvent.Accepted)], default);
    }

    public async Task EarnAsync(string user, params string[] formIds) =>
        await Ledger.EarnFormIdsAsync(
            App, user, [.. formIds.Select((id, i) => new FormId(id, DateTimeOffset.UtcNow.AddHours(1 + i)))], default);

    public async Task<PermitBalance> PermitsAsync(string user) =>
        (await Ledger.GetBalanceAsync(App, user, default)).Subscribe.GetValueOrDefault(Template)
        ?? new(0, 0, false, 0, 0);

    public async Task<string> CreateAsync(CampaignPlan plan, params Recipient[] recipients)
    {
        var created = await Campaigns.CreateAsync(
            App, plan, recipients.ToAsyncEnumerable(), key: null, default);
        return created.Campaign.ShouldNotBeNull().Id;
    }

    public async Task<string> RunAsync(CampaignPlan plan, params Recipient[] recipients)
    {
        var id = await CreateAsync(plan, recipients);
        (await Campaigns.StartAsync(App, id, default)).ShouldNotBeNull().Changed.ShouldBeTrue();
        return id;
    }

    public async Task<Campaign> FindAsync(string id) => (await Campaigns.FindAsync(App, id, default)).ShouldNotBeNull();

    public Task<Campaign> FinishedAsync(string id) =>
        UntilAsync(id, campaign => campaign.State is CampaignState.Finished);

    public Task<Campaign> PausedAsync(string id) => UntilAsync(id, campaign => campaign.State is CampaignState.Paused);

    public async Task<Campaign> UntilAsync(string id, Func<Campaign, bool> condition)
    {
        Campaign campaign = null!;
        await Eventually.TrueAsync(
            async () => condition(campaign = await FindAsync(id)),
            () => $"{campaign.State} {campaign.PausedReason}: {campaign.Counts}; {string.Join("\n", Sending.Log.Lines)}",
            WaitTimeout);
        return campaign;
    }

    public async Task<IReadOnlyList<RecipientResult>> RecipientsAsync(string id) =>
        (await Campaigns.GetRecipientsAsync(App, id, null, null, 1000, default)).Items;

    public FakeFault Refuse(int errCode, int? times = null, int after = 0, string api = FakeApis.SubscribeSend) =>
        Sending.Fault(new FakeFault
        {
            Api = api, ErrCode = errCode, ErrMsg = "as the test wants it", Times = times, After = after,
        });

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Sending.DisposeAsync();
    }

    private static async Task<CampaignHarness> BegunAsync(CampaignHarness harness)
    {
        await harness.StartRunnerAsync();
        return harness;
    }
}
