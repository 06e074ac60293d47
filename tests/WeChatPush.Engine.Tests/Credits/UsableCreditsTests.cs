using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Credits;
using WeChatPush.Telemetry;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>Templates as labels of a metric: a bounded set.</summary>
public sealed class UsableCreditsTests : IAsyncLifetime
{
    private readonly SqliteLedgerUnderTest _store = new();
    private readonly WeChatPushOptions _settings = new() { Apps = { ["shop"] = new AppOptions() } };
    private KnownTemplates _known = null!;
    private UsableCredits _gauge = null!;

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(_settings, TimeProvider.System);
        var apps = Catalogs.From(_settings);
        _known = new(
            new ListedTemplates(TimeProvider.System, "listed"), apps, TimeProvider.System, NullLogger<KnownTemplates>.Instance);
        _gauge = new((ICreditLedger)_store.Ledger, apps, _known);
        await AcceptAsync("oLee", "listed", "configured");
        await AcceptAsync("oWang", "listed", "configured");
        await AcceptAsync("oMallory", [.. Enumerable.Range(0, 300).Select(i => $"made-up-{i}")]);
        _settings.Apps["shop"].Credits.Templates = ["configured"];
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Labels_AreTheKnownTemplates_AndOther()
    {
        await _known.SelectAsync("shop", ["listed"], default);

        (await ReadAsync()).ShouldBe(
            new Dictionary<string, double> { ["formId"] = 0, ["configured"] = 2, ["listed"] = 2, ["other"] = 300 },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Labels_WithoutWeChatsList_AreAsManyTemplatesAsAnAccountCanHave()
    {
        var readings = await ReadAsync();

        readings.Count.ShouldBe(52);
        (readings["configured"], readings["listed"]).ShouldBe((2, 2));
        readings["other"].ShouldBe(252);
    }

    private async Task AcceptAsync(string user, params string[] templates) =>
        await ((ICreditLedger)_store.Ledger).NoteAsync(
            "shop", user, null, [.. templates.Select(id => new PermitChange(id, PermitEvent.Accepted))], default);

    private async Task<Dictionary<string, double>> ReadAsync() =>
        (await _gauge.ReadAsync(default)).ToDictionary(
            reading => (string)reading.Tags.Single(tag => tag.Key == TagNames.Template).Value!,
            reading => (double)reading.Value);
}
