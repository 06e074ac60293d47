using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Campaigns;

/// <summary>
/// What every campaign store must do, together with the ledger beside it. A store's own test classes derive from the
/// chapters of this contract and say how it is opened.
/// </summary>
public abstract class CampaignStoreContract<TStore> : IAsyncLifetime
    where TStore : ICampaignStoreUnderTest, new()
{
    private protected const string App = "shop";
    private protected const string Template = "tpl-one";
    private protected const string Holder = "holder-a";
    private protected const string Other = "holder-b";

    private readonly TStore _store = new();
    private int _reports;

    internal ManualTimeProvider Time { get; } = new();

    internal WeChatPushOptions Settings { get; } = new() { Dispatching = { Lease = TimeSpan.FromSeconds(60) } };

    private protected TStore StoreUnderTest => _store;

    internal ICampaignStore Store => (ICampaignStore)_store.Store;

    internal ICreditLedger Ledger => (ICreditLedger)_store.Ledger;

    private protected DateTimeOffset Now => Time.GetUtcNow();

    private protected TimeSpan Lease => Settings.Dispatching.Lease;

    public Task InitializeAsync() => _store.OpenAsync(Settings, Time);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>The process ends without a word, and another begins over the same data.</summary>
    private protected async Task CrashAsync()
    {
        await _store.CloseAsync();
        await _store.OpenAsync(Settings, Time);
    }

    private protected static CampaignPlan Plan(CampaignAudience audience = CampaignAudience.List) => new()
    {
        Name = "十一月的问候",
        TemplateId = Template,
        Data = new Dictionary<string, string> { ["thing1"] = "你好 {name}" },
        Rate = 100,
        Audience = audience,
    };

    /// <summary>A campaign that everybody sees, with these recipients.</summary>
    private protected async Task<string> MakeAsync(
        CampaignPlan? plan = null, IEnumerable<string>? users = null, IdempotencyKey? key = null)
    {
        var id = await LoadAsync(plan ?? Plan(), users ?? []);
        (await Store.PublishAsync(App, id, key, default))!.Value.Outcome.ShouldBe(CreationOutcome.Created);
        return id;
    }

    /// <summary>A campaign that is not public yet.</summary>
    private protected async Task<string> LoadAsync(CampaignPlan plan, IEnumerable<string> users)
    {
        Time.Advance(TimeSpan.FromMilliseconds(5));
        var id = NewCampaign.NewId(Now);
        await Store.CreateAsync(new(id, App, plan), default);
        foreach (var piece in users.Chunk(1000))
            await Store.AddRecipientsAsync(App, id, [.. piece.Select(user => new Recipient(user))], default);
        return id;
    }

    /// <summary>A campaign that runs, to users who have a credit each.</summary>
    private protected async Task<string> RunAsync(CampaignPlan plan, params string[] users)
    {
        foreach (var user in users)
            await AcceptAsync(user);
        var id = await MakeAsync(plan, plan.Audience is CampaignAudience.List ? users : []);
        await StartAsync(id);
        return id;
    }

    private protected Task<string> RunAsync(params string[] users) => RunAsync(Plan(), users);

    private protected static string[] Users(int number) => [.. Enumerable.Range(1, number).Select(i => $"oUser{i:D4}")];

    private protected async Task AcceptAsync(string user, int times = 1)
    {
        for (var i = 0; i < times; i++)
            await Ledger.NoteAsync(App, user, $"report {_reports++}", [new(Template, PermitEvent.Accepted)], default);
    }

    private protected async Task EarnAsync(string user, params string[] formIds) =>
        await Ledger.EarnFormIdsAsync(
            App, user, [.. formIds.Select((form, i) => new FormId(form, Now.AddHours(1 + i)))], default);

    private protected async Task<PermitBalance> PermitsAsync(string user) =>
        (await Ledger.GetBalanceAsync(App, user, default)).Subscribe.GetValueOrDefault(Template)
        ?? new(0, 0, false, 0, 0);

    private protected async Task<FormIdBalance> FormIdsAsync(string user) =>
        (await Ledger.GetBalanceAsync(App, user, default)).FormIds;

    private protected async Task StartAsync(string id) => (await MoveAsync(id, CampaignMove.Start)).ShouldBeTrue();

    private protected async Task<bool> MoveAsync(string id, CampaignMove move) =>
        (await Store.MoveAsync(App, id, move, default)).ShouldNotBeNull().Changed;

    private protected async Task<Campaign> FindAsync(string id) =>
        (await Store.FindAsync(App, id, default)).ShouldNotBeNull();

    private protected async Task<CampaignCounts> CountsAsync(string id) => (await FindAsync(id)).Counts;

    private protected async Task<CampaignState> StateAsync(string id) => (await FindAsync(id)).State;

    private protected Task<RecipientClaimResult> TryTakeAsync(
        string id, int max = 1000, string holder = Holder, string? skip = null) =>
        Store.ClaimAsync(App, id, new(holder, max, skip), default).AsTask();

    private protected async Task<IReadOnlyList<ClaimedRecipient>> TakeAsync(
        string id, int max = 1000, string holder = Holder) => (await TryTakeAsync(id, max, holder)).Recipients;

    private protected async Task<BeginAnswer> BeginAsync(params IReadOnlyList<ClaimedRecipient> recipients) =>
        await Store.BeginAsync(recipients, default);

    private protected Task<bool> SettleAsync(
        ClaimedRecipient recipient,
        RecipientOutcome outcome = RecipientOutcome.Sent,
        CreditOutcome credit = CreditOutcome.Spent) =>
        SettleAsync(new RecipientEnd { Recipient = recipient, Outcome = outcome, Credit = credit });

    private protected async Task<bool> SettleAsync(RecipientEnd end) => (await AnswerAsync(end)).Settled;

    private protected async Task<SettleAnswer> AnswerAsync(RecipientEnd end) =>
        (await Store.SettleAsync([end], default)).Single();

    private protected Task ReleaseAsync(params IReadOnlyList<ClaimedRecipient> recipients) =>
        Store.ReleaseAsync(recipients, default).AsTask();

    private protected Task<int> RecoverAsync() => Store.RecoverAsync(1000, default).AsTask();

    private protected async Task<Dictionary<string, RecipientOutcome>> OutcomesAsync(string id) =>
        (await WalkAsync(id, outcome: null, page: 1000)).ToDictionary(one => one.OpenId, one => one.Outcome);

    private protected async Task<List<RecipientResult>> WalkAsync(string id, RecipientOutcome? outcome, int page)
    {
        var all = new List<RecipientResult>();
        string? cursor = null;
        do
        {
            var found = await Store.GetRecipientsAsync(App, id, outcome, cursor, page, default);
            all.AddRange(found.Items);
            cursor = found.Next;
        }
        while (cursor is not null);
        return all;
    }
}

/// <summary>A store under test with the ledger beside it; disposing it takes its data away.</summary>
public interface ICampaignStoreUnderTest : IAsyncDisposable
{
    /// <summary>The store, an <c>ICampaignStore</c>.</summary>
    object Store { get; }

    /// <summary>The ledger over the same data, an <c>ICreditLedger</c>.</summary>
    object Ledger { get; }

    /// <summary>Opens both over the data that is there.</summary>
    Task OpenAsync(WeChatPushOptions settings, TimeProvider time);

    /// <summary>Lets go of them, and keeps the data.</summary>
    Task CloseAsync();
}
