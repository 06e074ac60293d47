using WeChatPush.Apps;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Apps;

public sealed class ReadyAppsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Take_WhileThereAreFewApps_IsAllOfThem_AnotherOneFirstEachTime()
    {
        using var catalog = Catalog(3);
        var ready = new ReadyApps(catalog, _time);

        var first = Enumerable.Range(0, 3).Select(_ => ready.Take()).Select(apps =>
        {
            apps.Order().ShouldBe(["app-0", "app-1", "app-2"]);
            return apps[0];
        });

        first.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Take_OfAThousandIdleApps_AsksForAFewOnly_AndComesToAllInTurn()
    {
        using var catalog = Catalog(1000);
        var ready = new ReadyApps(catalog, _time);
        ready.Take().Count.ShouldBe(1000, "at the start nothing is known");
        var seen = new HashSet<string>();

        for (var i = 0; i <= 1000 / ReadyApps.Slice; i++)
        {
            _time.Advance(ReadyApps.PollInterval);
            var apps = ready.Take();
            apps.Count.ShouldBeLessThanOrEqualTo(ReadyApps.Slice);
            seen.UnionWith(apps);
            ready.Take().ShouldBeEmpty("the others are asked for once in an interval");
        }

        seen.Count.ShouldBe(1000);
    }

    [Fact]
    public void Take_HasTheAppThatASignalNamed_AndThoseThatFallDue_Once()
    {
        using var catalog = Catalog(1000);
        var ready = new ReadyApps(catalog, _time);
        ready.Take();
        _time.Advance(ReadyApps.PollInterval);
        ready.Take();

        ready.Add("app-7");
        ready.SetDue("app-8", _time.GetUtcNow() + TimeSpan.FromMilliseconds(10));
        ready.NextDue.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMilliseconds(10));
        ready.Take().ShouldBe(["app-7"]);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        ready.Take().ShouldBe(["app-8"]);
        ready.SetDue("app-8", null);

        ready.NextDue.ShouldBeNull();
        ready.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Take_AfterSignalsWereLost_IsAllApps()
    {
        using var catalog = Catalog(1000);
        var ready = new ReadyApps(catalog, _time);
        ready.Take();

        ready.AddAll();

        ready.Take().Count.ShouldBe(1000);
    }

    [Fact]
    public void Take_HasAnAppThatChanged()
    {
        var settings = Settings(1000);
        var options = new FixedOptions<WeChatPushOptions>(settings);
        using var configured = new ConfiguredApps(options);
        using var catalog = new AppCatalog([configured]);
        var ready = new ReadyApps(catalog, _time);
        ready.Take();
        _time.Advance(ReadyApps.PollInterval);
        ready.Take();

        settings.Apps["app-3"] = new AppOptions { Token = "new" };
        options.Set(settings);

        ready.Take().ShouldBe(["app-3"]);
    }

    [Fact]
    public void Take_OfAsManyAppsAsASlice_IsAllOfThemEachTime()
    {
        using var catalog = Catalog(ReadyApps.Slice);
        var ready = new ReadyApps(catalog, _time);

        for (var i = 0; i < 3; i++)
            ready.Take().Count.ShouldBe(ReadyApps.Slice);
    }

    [Fact]
    public void Take_WhenASignalNamedAnAppOfAFew_HasItOnce_AndOneThatIsNotInTheCatalogueToo()
    {
        using var catalog = Catalog(3);
        var ready = new ReadyApps(catalog, _time);

        ready.Add("app-1");
        ready.Add("gone");

        ready.Take().Order().ShouldBe(["app-0", "app-1", "app-2", "gone"]);
    }

    [Fact]
    public void NextDue_IsTheFirstOfAll()
    {
        using var catalog = Catalog(3);
        var ready = new ReadyApps(catalog, _time);
        var now = _time.GetUtcNow();

        ready.SetDue("app-1", now.AddSeconds(20));
        ready.SetDue("app-0", now.AddSeconds(10));
        ready.SetDue("app-2", now.AddSeconds(30));

        ready.NextDue.ShouldBe(now.AddSeconds(10));
    }

    [Fact]
    public void SetDueBy_KeepsTheEarlierTime()
    {
        using var catalog = Catalog(1);
        var ready = new ReadyApps(catalog, _time);
        var now = _time.GetUtcNow();

        ready.SetDueBy("app-0", now.AddSeconds(20));
        ready.NextDue.ShouldBe(now.AddSeconds(20));
        ready.SetDueBy("app-0", now.AddSeconds(30));
        ready.NextDue.ShouldBe(now.AddSeconds(20));
        ready.SetDueBy("app-0", now.AddSeconds(10));
        ready.NextDue.ShouldBe(now.AddSeconds(10));
    }

    private static AppCatalog Catalog(int count) =>
        new([new ConfiguredApps(new FixedOptions<WeChatPushOptions>(Settings(count)))]);

    private static WeChatPushOptions Settings(int count)
    {
        var settings = new WeChatPushOptions();
        for (var i = 0; i < count; i++)
            settings.Apps.Add($"app-{i}", new AppOptions());
        return settings;
    }
}
