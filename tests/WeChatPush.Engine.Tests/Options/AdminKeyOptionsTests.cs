using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Options;

public sealed class AdminKeyOptionsTests
{
    private const string Key = "sixteen-letters-";

    [Fact]
    public void Read_TakesAKeyAlone_AsOneOfAnAdminOfAllApps_BesideThoseWithMore()
    {
        using var configured = new Configured(
            ("AdminKeys:0", "the-first-admin-key"),
            ("AdminKeys:1:Name", "运维 shop"),
            ("AdminKeys:1:Key", Key),
            ("AdminKeys:1:Role", "operator"),
            ("AdminKeys:1:Apps:0", "shop"),
            ("AdminKeys:2:Key", Key + "x"),
            ("AdminKeys:2:Role", "Viewer"));

        var keys = configured.Options.AdminKeys;

        keys.Select(key => (key.Name, key.Key, key.Role)).ShouldBe(
            [(null, "the-first-admin-key", AdminRole.Admin), ("运维 shop", Key, AdminRole.Operator), (null, Key + "x", AdminRole.Viewer)]);
        keys.Select(key => key.Apps is null ? "all" : string.Join(' ', key.Apps)).ShouldBe(["all", "shop", "all"]);
        configured.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Role", "owner", "AdminKeys:0:Role: 'owner' is not one of Viewer, Operator, Admin.")]
    [InlineData("Role", null, "AdminKeys:0:Role: is missing: Viewer, Operator, Admin.")]
    [InlineData("Role", "2", "AdminKeys:0:Role: '2' is not one of Viewer, Operator, Admin.")]
    [InlineData("Key", null, "AdminKeys:0:Key: is empty; an empty key would admit every caller.")]
    [InlineData("Key", "short", "AdminKeys:0:Key: has 5 characters, but must have at least 16: a short key can be guessed.")]
    [InlineData("App:0", "shop", "AdminKeys:0:App: no admin key knows this word. Did you mean Apps?")]
    [InlineData("Apps", "", "AdminKeys:0:Apps: is empty: leave it out for all apps, or name some.")]
    [InlineData("Apps:0", "The Shop", "AdminKeys:0:Apps:0: cannot be the name of an app: 1 to 32 of a-z, 0-9 and '-'.")]
    public void Read_WhenAKeyIsWrong_NamesWhat(string member, string? value, string error)
    {
        var errors = Configured.Errors(("AdminKeys:0:Key", Key), ("AdminKeys:0:Role", "viewer"), ($"AdminKeys:0:{member}", value));

        errors.ShouldBe([error]);
    }

    [Theory]
    [InlineData("admin key 1a2b3c4d")]
    [InlineData("ops\nroot")]
    [InlineData(" ops")]
    [InlineData("a/b")]
    public void Read_OfANameThatCouldMislead_IsAnError(string name) =>
        Configured.Errors(("AdminKeys:0:Key", Key), ("AdminKeys:0:Role", "viewer"), ("AdminKeys:0:Name", name))
            .ShouldHaveSingleItem().ShouldStartWith("AdminKeys:0:Name: must be 1 to 64 letters");

    [Fact]
    public void Read_OfTwoKeysThatAreOne_OrOfOneName_IsAnError_WithoutTheKey()
    {
        var errors = Configured.Errors(
            ("AdminKeys:0", Key),
            ("AdminKeys:1:Key", Key),
            ("AdminKeys:1:Name", "ops"),
            ("AdminKeys:1:Role", "viewer"),
            ("AdminKeys:2:Key", Key + "x"),
            ("AdminKeys:2:Name", "Ops"),
            ("AdminKeys:2:Role", "viewer"));

        errors.ShouldBe(
            [
                "AdminKeys:1:Key: is the same key as number 0: which of both counts cannot be told.",
                "AdminKeys:2:Name: is the name of number 1, too.",
            ],
            ignoreOrder: true);
        string.Concat(errors).ShouldNotContain(Key);
    }

    [Fact]
    public void Read_OfAKeyThatIsATextAndAnObject_IsAnError() =>
        Configured.Errors(("AdminKeys:0", Key), ("AdminKeys:0:Role", "viewer"))
            .ShouldContain("AdminKeys:0: must be an object with named values, not a single value.");

    [Fact]
    public void Read_OfAnAppThatIsNotConfigured_Warns_BecauseItMayBeStored()
    {
        using var configured = new Configured(
            ("AdminKeys:0:Key", Key), ("AdminKeys:0:Role", "viewer"), ("AdminKeys:0:Apps:0", "shop"), ("AdminKeys:0:Apps:1", "shp"));

        configured.Options.AdminKeys[0].Apps!.ShouldBe(["shop", "shp"]);
        configured.Log.Lines.ShouldHaveSingleItem()
            .ShouldContain("WeChatPush:AdminKeys:0:Apps:1: no app shp is configured. Did you mean shop?");
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("4000.00:00:00")]
    public void Read_OfARetentionOfTheAudit_ThatIsNone_IsAnError(string value) =>
        Configured.Errors(("Retention:Audit", value)).ShouldHaveSingleItem().ShouldStartWith("Retention:Audit: is ");
}
