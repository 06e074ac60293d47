using WeChatPush.Apps;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Apps;

public sealed class AppCatalogTests
{
    private readonly FixedOptions<WeChatPushOptions> _options = new(Settings("token"));

    [Fact]
    public void Find_KnowsTheConfiguredApps_AndNoOthers()
    {
        using var configured = new ConfiguredApps(_options);
        using var catalog = new AppCatalog([configured]);

        catalog.Find("shop")!.Options.Token.ShouldBe("token");
        catalog.Find("Shop").ShouldBeNull();
        catalog.Find("").ShouldBeNull();
    }

    [Fact]
    public void Reload_MakesOnlyThatAppAnew_WhoseSettingsChanged_AndNamesIt()
    {
        using var configured = new ConfiguredApps(_options);
        using var catalog = new AppCatalog([configured]);
        var (shop, cafe) = (catalog.Find("shop"), catalog.Find("cafe"));
        var changed = new List<string>();
        catalog.Changed += changed.Add;

        _options.Set(Settings("another token"));

        catalog.Find("shop").ShouldNotBeSameAs(shop);
        catalog.Find("shop")!.Options.Token.ShouldBe("another token");
        catalog.Find("cafe").ShouldBeSameAs(cafe);
        changed.ShouldBe(["shop"]);
    }

    [Fact]
    public void Reload_NamesWhatIsNew_AndWhatIsGone()
    {
        using var configured = new ConfiguredApps(_options);
        using var catalog = new AppCatalog([configured]);
        var changed = new List<string>();
        catalog.Changed += changed.Add;
        var settings = Settings("token");
        settings.Apps.Remove("cafe");
        settings.Apps.Add("bar", new AppOptions());

        _options.Set(settings);

        changed.Order().ShouldBe(["bar", "cafe"]);
        catalog.Find("cafe").ShouldBeNull();
        catalog.Find("bar").ShouldNotBeNull();
    }

    [Fact]
    public void Find_WhenTwoSourcesHaveAName_TakesTheFirst()
    {
        using var first = new ConfiguredApps(_options);
        using var second = new ConfiguredApps(new FixedOptions<WeChatPushOptions>(Settings("of the second", "bar")));
        using var catalog = new AppCatalog([first, second]);

        catalog.Find("shop")!.Options.Token.ShouldBe("token");
        catalog.Find("bar").ShouldNotBeNull();
        catalog.Names.Order().ShouldBe(["bar", "cafe", "shop"]);
    }

    [Fact]
    public void List_GoesThroughAll_InTheOrderOfTheirNames_PageByPage()
    {
        using var configured = new ConfiguredApps(new FixedOptions<WeChatPushOptions>(Settings("token", "bar", "app-1", "app-2")));
        using var catalog = new AppCatalog([configured]);
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = catalog.List(after, 2);
            names.AddRange(page.Items.Select(app => app.Name));
            after = page.Next;
        }
        while (after is not null);

        names.ShouldBe(["app-1", "app-2", "bar", "cafe", "shop"]);
        Should.Throw<ArgumentOutOfRangeException>(() => catalog.List(null, 0));
    }

    private static WeChatPushOptions Settings(string token, params string[] more)
    {
        var settings = new WeChatPushOptions
        {
            Apps = { ["shop"] = new AppOptions { Token = token }, ["cafe"] = new AppOptions { Token = "of the cafe" } },
        };
        foreach (var name in more)
            settings.Apps.Add(name, new AppOptions());
        return settings;
    }
}
