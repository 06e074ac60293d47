using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Redis.Tests.Credits;

/// <summary>Several instances over one ledger.</summary>
public sealed class RedisCreditFleetTests
{
    [Fact]
    public async Task Sends_OfTwoInstancesToOneUser_NeverSpendMoreThanThereIs()
    {
        await using var one = await CreditHarness.StartSharedAsync();
        await using var other = one.StartBeside();
        await one.AcceptAsync(times: 10);
        one.WeChat.EnforceCredits = true;
        one.WeChat.RefuseConcurrentSends = true;
        one.WeChat.Credits.Grant(CreditHarness.User, CreditHarness.Template, 10);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => (i % 2 == 0 ? one : other).SendAsync()));

        results.CountBy(result => result.Outcome).OrderBy(count => count.Key).ShouldBe(
            [new(SendOutcome.Sent, 10), new(SendOutcome.NoCredit, 22)]);
        (await other.PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
    }

    [Fact]
    public async Task AFormId_ReportedToTwoInstances_IsOneCredit()
    {
        await using var one = await CreditHarness.StartSharedAsync();
        await using var other = one.StartBeside();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? one : other).EarnAsync("f1", "f2")));

        (await one.FormIdsAsync()).Usable.ShouldBe(2);
    }
}
