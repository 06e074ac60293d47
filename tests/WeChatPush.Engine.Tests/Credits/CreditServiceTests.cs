using Microsoft.Extensions.Logging.Testing;
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
    private readonly FakeLogger<KnownTemplates> _log = new();
    private ListedTemplates _list = null!;
    private CreditService _book = null!;

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(_settings, _time);
        _list = new ListedTemplates(_time, "listed");
        var (ledger, apps) = ((ICreditLedger)_store.Ledger, Catalogs.From(_settings));
        var known = new KnownTemplates(_list, apps, _time, _log);
        _book = new CreditService(
            ledger, new BackendReports(ledger, apps, known, _time), new ClientReports(ledger, apps, known, _time));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FormIds_ThatSayTheyLiveLonger_LiveForAWeek(bool fromClient)
    {
        (await ReportAsync(formIds: [new("f1", DateTimeOffset.MaxValue)], fromClient: fromClient)).ShouldBe(1);

        var expiry = (await BalanceAsync()).FormIds.NextExpiry!.Value - _time.GetUtcNow();
        expiry.ShouldBeInRange(
            CreditLimits.FormIdLife - (fromClient ? CreditLimits.ClientExpiryStep : TimeSpan.Zero), CreditLimits.FormIdLife);
    }

    [Fact]
    public async Task FormIds_OfALongReport_AllCount()
    {
        var formIds = Enumerable.Range(0, 250).Select(i => new ReportedFormId($"f{i}")).ToList();

        (await ReportAsync(formIds: formIds)).ShouldBe(250);
    }

    [Fact]
    public async Task Accepts_OfADevice_CountForListedTemplatesOnly()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        _settings.Apps["shop"].Credits.Templates = ["configured"];
        var subscribe = new Dictionary<string, string>
        {
            ["made-up"] = "accept", ["listed"] = "accept", ["configured"] = "accept",
        };

        (await ReportAsync(subscribe, fromClient: true)).ShouldBe(2);

        (await BalanceAsync()).Subscribe.Keys.ShouldBe(["configured", "listed"]);
        _log.LatestRecord.Message.ShouldContain("WeChatPush:Apps:shop:Credits:Templates");
    }

    [Fact]
    public async Task Accepts_OfADevice_WhereNoListIsToBeHad_AreNotCounted_AndALogLineSaysWhatToSet()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        _list.IsAway = true;

        (await ReportAsync(new() { ["listed"] = "accept" }, fromClient: true)).ShouldBe(0);
        _log.LatestRecord.Message.ShouldContain("WeChatPush:Apps:shop:Credits:Templates");

        _settings.Apps["shop"].Credits.Templates = ["listed"];
        (await ReportAsync(new() { ["listed"] = "accept" }, fromClient: true)).ShouldBe(1);
    }

    [Fact]
    public async Task Accepts_OfABackend_BeyondTheTemplatesThatFit_AreRefused_UntilTheyAreListed()
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        var many = Enumerable.Range(0, CreditLimits.Templates).ToDictionary(i => $"t{i}", _ => "accept");
        (await ReportAsync(many)).ShouldBe(CreditLimits.Templates);

        var error = await Should.ThrowAsync<InvalidCreditReportException>(
            () => ReportAsync(new() { ["own"] = "accept" }, id: "r1"));

        error.Errors["subscribe"][0].ShouldContain("WeChatPush:Apps:shop:Credits:Templates");
        _log.LatestRecord.Message.ShouldContain("WeChatPush:Apps:shop:Credits:Templates");
        _settings.Apps["shop"].Credits.Templates = ["own"];
        (await ReportAsync(new() { ["own"] = "accept" }, id: "r1")).ShouldBe(1);
    }

    [Theory]
    [InlineData(20, 5, 25)]
    [InlineData(21, 5, null)]
    [InlineData(20, 6, null)]
    public async Task AReportOfADevice_HasABoundedLength(int formIds, int templates, int? counted)
    {
        _settings.Apps["shop"].Credits.CountFrom = CreditSource.Client;
        _settings.Apps["shop"].Credits.Templates = [.. Enumerable.Range(0, templates).Select(i => $"t{i}")];
        var accepts = Enumerable.Range(0, templates).ToDictionary(i => $"t{i}", _ => "accept");
        accepts["errMsg"] = "requestSubscribeMessage:ok";
        var forms = Enumerable.Range(0, formIds).Select(i => new ReportedFormId($"f{i}")).ToList();

        var report = ReportAsync(accepts, formIds: forms, fromClient: true);

        if (counted is null)
            (await Should.ThrowAsync<InvalidCreditReportException>(() => report)).Errors.Count.ShouldBe(1);
        else
            (await report).ShouldBe(counted.Value);
    }

    [Fact]
    public async Task FormIds_ThatDeveloperToolsAndBrokenPhonesGiveOut_DoNotCount()
    {
        var counted = await ReportAsync(
            formIds:
            [
                new("the formId is a mock one"), new("requestFormId:fail timeout"), new("undefined"), new("null"),
                new("f\n"), new("f1"),
            ]);

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
        IReadOnlyList<ReportedFormId>? formIds = null,
        bool fromClient = false) =>
        await _book.ReportAsync(
            "shop",
            new()
            {
                OpenId = "oUser",
                Subscribe = subscribe ?? [],
                FormIds = formIds ?? [],
                ReportId = id,
                FromClient = fromClient,
            },
            default);

    private async Task<CreditBalance> BalanceAsync() => await _book.GetBalanceAsync("shop", "oUser", default);
}
