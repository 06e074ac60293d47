using WeChatPush.Credits;
using WeChatPush.Protocol;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Credits;

/// <summary>One template message on a formId.</summary>
public sealed class TemplateSendTests
{
    [Fact]
    public async Task Send_UsesTheFormIdThatRunsOutFirst()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.EarnAsync("first", "second");

        (await SendAsync(credits)).Outcome.ShouldBe(SendOutcome.Sent);

        var call = credits.WeChat.Calls.Sends.ShouldHaveSingleItem();
        call.Api.ShouldBe(FakeApis.TemplateSend);
        call.Body.ShouldContain("\"form_id\":\"first\"");
        (await credits.FormIdsAsync()).Usable.ShouldBe(1);
    }

    [Theory]
    [InlineData(41028)]
    [InlineData(41029)]
    public async Task Send_WhenAFormIdIsNoGood_BurnsItAndTriesTheNext(int errCode)
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.EarnAsync("bad", "worse", "good", "spare");
        credits.Refuse(errCode, FakeApis.TemplateSend, times: 2);

        (await SendAsync(credits)).Outcome.ShouldBe(SendOutcome.Sent);

        credits.WeChat.Calls.Sends.Count.ShouldBe(3);
        (await credits.FormIdsAsync()).ShouldBe(
            new FormIdBalance(1, 0, (await credits.FormIdsAsync()).NextExpiry, 0));
    }

    [Fact]
    public async Task Send_WhenNoFormIdIsAnyGood_IsRefusedAsTheLastOneWas()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.EarnAsync("bad", "worse");
        credits.Refuse(41028, FakeApis.TemplateSend);

        var result = await SendAsync(credits);

        (result.Outcome, result.ErrCode).ShouldBe((SendOutcome.Refused, 41028));
        (await credits.FormIdsAsync()).Usable.ShouldBe(0);
    }

    [Fact]
    public async Task Send_WhenTheApiIsRetired_SaysSo_GivesTheFormIdBack_AndStopsNothingElse()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.EarnAsync("first");
        credits.Refuse(45103, FakeApis.TemplateSend);

        // The second is told without asking WeChat again.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var result = await SendAsync(credits);
            (result.Outcome, result.ErrCode).ShouldBe((SendOutcome.Failed, 45103));
            result.ErrMsg.ShouldNotBeNull().ShouldContain("retired");
        }

        credits.WeChat.Calls.Sends.Count.ShouldBe(1);
        (await credits.FormIdsAsync()).Usable.ShouldBe(1);
        (await credits.Sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Send_TakesAnyValueButAnEmptyOne()
    {
        await using var credits = await CreditHarness.StartAsync();
        await credits.EarnAsync("first");

        var error = await Should.ThrowAsync<InvalidCreditMessageException>(
            () => credits.SendAsync("", CreditKind.Template));

        error.Errors.Keys.ShouldBe(["data.keyword1.value"]);
        (await credits.SendAsync(new string('长', 50), CreditKind.Template)).Outcome.ShouldBe(SendOutcome.Sent);
    }

    private static Task<WeChatPush.Sending.SendResult> SendAsync(CreditHarness credits) =>
        credits.SendAsync("339208499", CreditKind.Template);
}
