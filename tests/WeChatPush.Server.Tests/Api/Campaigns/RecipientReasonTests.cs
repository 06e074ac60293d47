using System.Net;
using WeChatPush.Campaigns;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary>The reasons of recipients: words beside the texts, also of outcomes that earlier versions stored.</summary>
public sealed class RecipientReasonTests
{
    private const string Campaigns = "/api/v1/apps/shop/campaigns";

    [Theory]
    [InlineData(RecipientOutcome.NoCredit, null, null, RecipientReason.NoCredit)]
    [InlineData(RecipientOutcome.Cancelled, null, null, RecipientReason.CampaignCancelled)]
    [InlineData(RecipientOutcome.Skipped, null, "he has had his messages of today", RecipientReason.DailyLimit)]
    [InlineData(RecipientOutcome.Skipped, null, "his turn came in the quiet hours", RecipientReason.QuietHours)]
    [InlineData(RecipientOutcome.Skipped, null, "the user has had the day's messages", RecipientReason.DailyLimit)]
    [InlineData(RecipientOutcome.Skipped, null, "the turn came in quiet hours", RecipientReason.QuietHours)]
    [InlineData(RecipientOutcome.Skipped, null, "something else", null)]
    [InlineData(RecipientOutcome.Uncertain, null, "whoever sent it fell silent meanwhile", RecipientReason.LeaseExpired)]
    [InlineData(
        RecipientOutcome.Uncertain, null, "the sending instance stopped before it noted the end of the send", RecipientReason.LeaseExpired)]
    [InlineData(RecipientOutcome.Uncertain, null, "No answer in time, after the request was written", RecipientReason.AnswerLost)]
    [InlineData(RecipientOutcome.Uncertain, -1, "system error", null)]
    [InlineData(RecipientOutcome.Failed, null, "there is no value for {name}", RecipientReason.MissingValue)]
    [InlineData(RecipientOutcome.Failed, null, "data.thing1.value must not be empty", RecipientReason.InvalidMessage)]
    [InlineData(RecipientOutcome.Failed, null, "page is not the path of a page", RecipientReason.InvalidMessage)]
    [InlineData(RecipientOutcome.Failed, 47003, "data.thing1.value must not be empty", null)]
    [InlineData(RecipientOutcome.Refused, 43101, "user refuse to accept the msg", null)]
    [InlineData(RecipientOutcome.Sent, null, null, null)]
    [InlineData(RecipientOutcome.Pending, null, null, null)]
    public void Reason_OfAStoredOutcome_IsAKnownOne_OrNone(
        RecipientOutcome outcome, int? errCode, string? errMsg, RecipientReason? reason) =>
        new RecipientResult("oA", outcome, errCode, errMsg, null).Reason.ShouldBe(reason);

    [Fact]
    public async Task Recipients_OfACampaign_SayWhy_InJsonAndInCsv()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA", "oB", "oC");
        var plan = CampaignsTests.Plan("{name}");
        const string csv = "openId,name\noA,小明\noB,\noC,一二三四五六七八九十一二三四五六七八九十一\noD,x\n";
        using var created = await client.PostAsync(Campaigns, CampaignsTests.Form(plan, csv));
        var id = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await CampaignsTests.FinishedAsync(client, id);

        var recipients = (await client.JsonAsync($"{Campaigns}/{id}/recipients")).GetProperty("items");
        recipients.EnumerateArray().Select(recipient => recipient.GetProperty("reason").GetString())
            .ShouldBe([null, "missingValue", "invalidMessage", "noCredit"]);
        recipients[1].GetProperty("errmsg").GetString().ShouldBe("there is no value for {name}");
        var lines = (await client.GetStringAsync($"{Campaigns}/{id}/recipients.csv")).Split("\r\n");
        lines[1..5].Select(line => line.Split(',')[^2]).ShouldBe(["", "missingValue", "invalidMessage", "noCredit"]);
    }

    [Fact]
    public async Task Recipients_WhoHadTheirMessagesOfTheDay_SayDailyLimit()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA", "oA");
        foreach (var reason in new[] { null, "dailyLimit" })
        {
            var plan = $"{CampaignsTests.Plan("你好")[..^1]},\"limits\":{{\"perUserPerDay\":1}}}}";
            using var created = await client.PostAsync(Campaigns, CampaignsTests.Form(plan, "openId\noA\n"));
            var id = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
            await client.PostAsync($"{Campaigns}/{id}/start", null);
            await CampaignsTests.FinishedAsync(client, id);

            (await client.JsonAsync($"{Campaigns}/{id}/recipients")).GetProperty("items")[0]
                .GetProperty("reason").GetString().ShouldBe(reason);
        }
    }
}
