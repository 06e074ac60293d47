using WeChatPush.Credits;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>
/// What every ledger must do. A store's own test classes derive from the chapters of this contract and say how it is
/// opened.
/// </summary>
public abstract class LedgerContract<TStore> : IAsyncLifetime
    where TStore : ILedgerUnderTest, new()
{
    protected const string User = "oUser";
    protected const string Template = "tpl-one";

    private readonly TStore _store = new();
    private int _counter;

    internal ManualTimeProvider Time { get; } = new();

    internal WeChatPushOptions Settings { get; } = new() { Dispatching = { Lease = TimeSpan.FromSeconds(60) } };

    internal ICreditLedger Ledger => (ICreditLedger)_store.Ledger;

    internal TStore Under => _store;

    private protected DateTimeOffset Now => Time.GetUtcNow();

    public Task InitializeAsync() => _store.OpenAsync(Settings, Time);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>The process ends without a word, and another begins over the same data.</summary>
    private protected async Task CrashAsync()
    {
        await _store.CloseAsync();
        await _store.OpenAsync(Settings, Time);
    }

    /// <summary>A user accepts, some number of times, each in a pop-up of its own.</summary>
    private protected async Task AcceptAsync(string user = User, int times = 1, string template = Template)
    {
        for (var i = 0; i < times; i++)
            (await NoteAsync(PermitEvent.Accepted, user, template)).ShouldBe(1);
    }

    private protected async Task<int> NoteAsync(
        PermitEvent change, string user = User, string template = Template, string? source = null) =>
        (await Ledger.NoteAsync(
            "shop", user, source ?? $"report {Interlocked.Increment(ref _counter)}", [new(template, change)], default))
            .Counted;

    private protected Task<int> EarnAsync(string user, params (string Id, TimeSpan Life)[] formIds) =>
        Ledger.EarnFormIdsAsync(
            "shop", user, [.. formIds.Select(form => new FormId(form.Id, Now + form.Life))], default).AsTask();

    /// <summary>The user's device reports formIds.</summary>
    private protected async Task<int> EarnFromClientAsync(string user, params (string Id, TimeSpan Life)[] formIds) =>
        (await Ledger.EarnFromClientAsync(
            new()
            {
                App = "shop", OpenId = user, FormIds = [.. formIds.Select(form => new FormId(form.Id, Now + form.Life))],
            },
            default)).FormIds;

    /// <summary>The user's device reports an accept.</summary>
    private protected async Task<int> AcceptFromClientAsync(string user, string template, string? id = null) =>
        (await Ledger.EarnFromClientAsync(
            new()
            {
                App = "shop", OpenId = user, ReportId = id, Accepts = [new(template, PermitEvent.Accepted, true)],
            },
            default)).Permits;

    /// <summary>How many rows, fields and members the store has.</summary>
    private protected Task<long> CountRowsAsync() => _store.CountRowsAsync();

    private protected Task<CreditReservation?> TryReserveAsync(
        CreditKind kind = CreditKind.Subscribe,
        string user = User,
        string template = Template) =>
        Ledger.ReserveAsync("shop", user, kind, template, default).AsTask();

    private protected async Task<CreditReservation> ReserveAsync(
        CreditKind kind = CreditKind.Subscribe, string user = User) =>
        (await TryReserveAsync(kind, user)).ShouldNotBeNull();

    private protected Task<bool> SettleAsync(CreditReservation reservation, CreditOutcome outcome) =>
        Ledger.SettleAsync(reservation, outcome, default).AsTask();

    private protected Task<bool> BeginAsync(CreditReservation reservation) =>
        Ledger.BeginAsync(reservation, default).AsTask();

    private protected Task<CreditBalance> BalanceAsync(string user = User, string app = "shop") =>
        Ledger.GetBalanceAsync(app, user, default).AsTask();

    private protected async Task<PermitBalance> PermitsAsync(string user = User, string template = Template) =>
        (await BalanceAsync(user)).Subscribe.GetValueOrDefault(template) ?? new(0, 0, false, 0, 0);

    private protected async Task<FormIdBalance> FormIdsAsync(string user = User) => (await BalanceAsync(user)).FormIds;

    private protected Task<CreditTotals> TotalsAsync() => Ledger.GetTotalsAsync("shop", default).AsTask();

    private protected async Task<TemplateTotals> TemplateAsync(string template = Template) =>
        (await TotalsAsync()).Templates.Single(totals => totals.TemplateId == template);

    private protected Task<int> RecoverAsync() => Ledger.RecoverAsync(1000, default).AsTask();
}

/// <summary>A store under test; disposing it takes its data away.</summary>
public interface ILedgerUnderTest : IAsyncDisposable
{
    /// <summary>The ledger, an <c>ICreditLedger</c>.</summary>
    object Ledger { get; }

    /// <summary>Opens the store over the data that is there.</summary>
    Task OpenAsync(WeChatPushOptions settings, TimeProvider time);

    /// <summary>How many rows it has: of tables, or the fields and members of what lies under keys.</summary>
    Task<long> CountRowsAsync();

    /// <summary>Lets go of it, and keeps the data.</summary>
    Task CloseAsync();
}
