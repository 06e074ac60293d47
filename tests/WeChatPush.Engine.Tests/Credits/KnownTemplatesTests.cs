using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Credits;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>Which templates are an app's own, and how often WeChat is asked.</summary>
public sealed class KnownTemplatesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly WeChatPushOptions _settings = new() { Apps = { ["shop"] = new AppOptions() } };
    private readonly FakeLogger<KnownTemplates> _log = new();
    private readonly ListedTemplates _list;
    private readonly KnownTemplates _known;

    public KnownTemplatesTests()
    {
        _list = new(_time, "listed");
        _known = new(_list, Catalogs.From(_settings), _time, _log);
    }

    [Fact]
    public async Task Select_TakesTemplatesOfTheConfiguration_WithoutAskingWeChat()
    {
        _settings.Apps["shop"].Credits.Templates = ["one"];
        _settings.Apps["shop"].Credits.LongTermTemplates = ["two"];

        (await SelectAsync("one", "two")).ShouldBe(["one", "two"], ignoreOrder: true);

        _list.Calls.ShouldBe(0);
        _log.Collector.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Select_TakesTemplatesOfWeChatsList_AndAsksOnce()
    {
        (await SelectAsync("listed", "other")).ShouldBe(["listed"]);
        (await SelectAsync("listed")).ShouldBe(["listed"]);

        _list.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Select_OfMadeUpTemplates_AsksWeChatOncePerInterval_AndLogsPowersOfTwo()
    {
        for (var i = 0; i < 100; i++)
            (await SelectAsync($"made-up-{i}")).ShouldBeEmpty();
        _list.Calls.ShouldBe(1);
        _time.Advance(KnownTemplates.MinInterval);
        for (var i = 0; i < 100; i++)
            await SelectAsync($"made-up-{i}");

        _list.Calls.ShouldBe(2);
        var lines = _log.Collector.GetSnapshot().Select(record => record.Message).ToList();
        lines.Count.ShouldBe(8);
        lines.ShouldAllBe(line => line.Contains("WeChatPush:Apps:shop:Credits:Templates", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Select_OfATemplateThatIsNewerThanTheCachedList_FindsIt()
    {
        _list.FetchedAt = _time.GetUtcNow().AddMinutes(-9);

        (await SelectAsync("listed")).ShouldBe(["listed"]);

        _list.Refreshes.ShouldBe([false, true]);
        _list.TemplateIds = ["listed", "new"];
        (await SelectAsync("new")).ShouldBeEmpty();
        _time.Advance(KnownTemplates.MinInterval);
        (await SelectAsync("new")).ShouldBe(["new"]);
        _list.Refreshes.ShouldBe([false, true, true]);
    }

    [Fact]
    public async Task Select_WhileTheApiIsAway_KeepsTheListItHad_AndCountsNoUnknown()
    {
        _list.IsAway = true;
        (await SelectAsync("listed")).ShouldBeEmpty();
        _log.LatestRecord.Message.ShouldContain("system error");
        _list.IsAway = false;
        _time.Advance(KnownTemplates.MinInterval);
        (await SelectAsync("listed")).ShouldBe(["listed"]);

        _list.IsAway = true;
        _time.Advance(KnownTemplates.MinInterval * 10);
        (await SelectAsync("listed", "new")).ShouldBe(["listed"]);
    }

    [Fact]
    public async Task Select_ByManyAtOnce_IsOneCallForAll()
    {
        var answer = new TaskCompletionSource();
        _list.Answer = answer.Task;
        var all = Enumerable.Range(0, 50).Select(_ => SelectAsync("listed")).ToList();
        answer.SetResult();

        (await Task.WhenAll(all)).ShouldAllBe(known => known.Contains("listed"));
        _list.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Select_WhileWeChatDoesNotAnswer_GivesUpWaiting()
    {
        var answer = new TaskCompletionSource();
        _list.Answer = answer.Task;
        var select = SelectAsync("listed");
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(select.IsCompleted);
            },
            () => "the report waited on");

        (await select).ShouldBeEmpty();
        answer.SetResult();
    }

    [Fact]
    public async Task Select_OfAnotherAccount_AsksForItsList()
    {
        await SelectAsync("listed");
        _settings.Apps["shop"].AppId = "wxother";
        _list.TemplateIds = ["its-own"];

        (await SelectAsync("listed", "its-own")).ShouldBe(["its-own"]);
    }

    private async Task<IReadOnlySet<string>> SelectAsync(params string[] templates) =>
        await _known.SelectAsync("shop", templates, default);
}
