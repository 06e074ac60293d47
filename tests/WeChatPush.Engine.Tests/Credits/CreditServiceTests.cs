using WeChatPush.Credits;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>What clients report.</summary>
public sealed class CreditServiceTests : IAsyncLifetime
{
    private readonly SqliteLedgerUnderTest _store = new();
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _settings = new() { Apps = { ["shop"] = new AppOptions() } };
    private CreditService _book = null!;

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(_settings, _time);
        _book = new CreditService((ICreditLedger)_store.Ledger, Catalogs.From(_settings), _time);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task FormIds_LiveForAWeek_UnlessTheReportSaysOtherwise()
    {
        (await ReportAsync(formIds: [new("f1")])).ShouldBe(1);
        (await BalanceAsync()).FormIds.NextExpiry.ShouldBe(_time.GetUtcNow().AddDays(7));

        (await ReportAsync(formIds: [new("f2", _time.GetUtcNow().AddHours(1))])).ShouldBe(1);
        (await BalanceAsync()).FormIds.NextExpiry.ShouldBe(_time.GetUtcNow().AddHours(1));
    }

    [Fact]
    public async Task FormIds_ThatDeveloperToolsAndBrokenPhonesGiveOut_DoNotCount()
    {
        var counted = await ReportAsync(
            formIds: [new("the formId is a mock one"), new("requestFormId:fail timeout"), new("f1")]);

        counted.ShouldBe(1);
    }

    [Fact]
    public async Task Accepts_WhereTheAppCountsFromPushes_DoNotCount()
    {
        (await ReportAsync(new() { ["tpl"] = "accept" })).ShouldBe(0);

        (await BalanceAsync()).Subscribe.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepts_WhereTheAppCountsFromItsClient_AreCountedOutOfTheRawResult()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        _settings.Apps["shop"].Credits.LongTermTemplates = ["tpl-long"];

        var counted = await ReportAsync(new()
        {
            ["errMsg"] = "requestSubscribeMessage:ok",
            ["tpl-one"] = "accept",
            ["tpl-two"] = "acceptWithAudio",
            ["tpl-long"] = "acceptWithAlert",
            ["tpl-three"] = "reject",
            ["tpl-four"] = "ban",
            ["tpl-five"] = "filter",
        });

        counted.ShouldBe(3);
        var balance = await BalanceAsync();
        balance.Subscribe.Keys.ShouldBe(["tpl-long", "tpl-one", "tpl-two"]);
        balance.Subscribe["tpl-long"].LongTerm.ShouldBeTrue();
    }

    [Fact]
    public async Task Accepts_ReportedTwiceUnderOneId_CountOnce()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;

        (await ReportAsync(new() { ["tpl"] = "accept" }, id: "r1")).ShouldBe(1);
        (await ReportAsync(new() { ["tpl"] = "accept" }, id: "r1")).ShouldBe(0);
        (await ReportAsync(new() { ["tpl"] = "accept" })).ShouldBe(1);
        (await ReportAsync(new() { ["tpl"] = "accept" })).ShouldBe(1);

        (await BalanceAsync()).Subscribe["tpl"].Usable.ShouldBe(3);
    }

    [Fact]
    public async Task AReportThatIsWrong_CountsNothingOfItself()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        var report = new CreditReport
        {
            OpenId = "o with spaces",
            FormIds = [new("f1"), new("")],
            Subscribe = new Dictionary<string, string> { ["no template!"] = "accept" },
            ReportId = new string('x', 129),
        };

        var error = await Should.ThrowAsync<InvalidCreditReportException>(
            () => _book.ReportAsync("shop", report, default).AsTask());

        error.Errors.Keys.ShouldBe(["formIds[1].formId", "openId", "reportId", "subscribe.no template!"]);
        (await _book.GetTotalsAsync("shop", default)).FormIds.Credits.ShouldBe(0);
    }

    private async Task<int> ReportAsync(
        Dictionary<string, string>? subscribe = null,
        string? id = null,
        IReadOnlyList<ReportedFormId>? formIds = null) =>
        await _book.ReportAsync(
            "shop",
            new() { OpenId = "oUser", Subscribe = subscribe ?? [], FormIds = formIds ?? [], ReportId = id },
            default);

    private async Task<CreditBalance> BalanceAsync() => await _book.GetBalanceAsync("shop", "oUser", default);
}
