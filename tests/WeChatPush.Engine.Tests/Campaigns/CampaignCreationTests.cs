using WeChatPush.Campaigns;

namespace WeChatPush.Engine.Tests.Campaigns;

/// <summary>What is looked at when a campaign is made.</summary>
public sealed class CampaignCreationTests
{
    private static readonly IdempotencyKey Key = new("november", new byte[] { 1 });

    [Fact]
    public async Task Create_OnceMoreWithItsKey_WhenItsStartIsOver_IsTheSameCampaign()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var now = DateTimeOffset.UtcNow;
        var plan = CampaignHarness.Plan() with { StartAt = now.AddSeconds(-30) };
        var made = await CreateAsync(harness, plan, Key);
        made.Outcome.ShouldBe(CreationOutcome.Created);

        // The same request, as it looks a while later.
        var late = plan with { StartAt = now.AddMinutes(-5) };
        var again = await CreateAsync(harness, late, Key);

        (again.Outcome, again.Campaign!.Id).ShouldBe((CreationOutcome.MadeBefore, made.Campaign!.Id));
        (await Should.ThrowAsync<InvalidCampaignException>(async () => await CreateAsync(harness, late, null)))
            .Errors.Keys.ShouldBe(["startAt"]);
    }

    [Theory]
    [InlineData("您的{name}", null)]
    [InlineData("价格 {price}元 {}", "{}")]
    [InlineData("{{name}}", "{{name}}")]
    [InlineData("a { b } c", "{ b }")]
    [InlineData("{1}", "{1}")]
    [InlineData("｛name｝", "｛name｝")]
    [InlineData("{name｝", "{name｝")]
    [InlineData("hi ${name}", "${name}")]
    [InlineData("one { only", null)]
    [InlineData("} the other {", null)]
    public void Mistake_OfATextsPlaces_QuotesWhatNoValueFills(string text, string? place)
    {
        var mistake = CampaignPlaces.Mistake("data.thing1.value", text);

        if (place is null)
            mistake.ShouldBeNull();
        else
            mistake.ShouldNotBeNull().ShouldContain($"'{place}'");
    }

    [Fact]
    public void Mistake_OfAnAmount_MayBeginWithTheCurrency() =>
        CampaignPlaces.Mistake("data.amount2.value", "${price}").ShouldBeNull();

    private static async Task<CampaignCreation> CreateAsync(CampaignHarness harness, CampaignPlan plan, IdempotencyKey? key) =>
        await harness.Campaigns.CreateAsync(CampaignHarness.App, plan, AsyncEnumerable.Empty<Recipient>(), key, default);
}
