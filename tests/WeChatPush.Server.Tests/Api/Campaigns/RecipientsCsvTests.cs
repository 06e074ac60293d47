using System.Net;
using System.Text;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Campaigns;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Server;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary><c>recipients.csv</c>: a spreadsheet that opens it shows text, and runs none of it.</summary>
public sealed class RecipientsCsvTests
{
    private const string Campaigns = "/api/v1/apps/shop/campaigns";

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData(" =1", "' =1")]
    [InlineData("\u00A0+1", "'\u00A0+1")]
    [InlineData("\uFEFF@x", "'\uFEFF@x")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData(" no", " no")]
    [InlineData("=1,\"x\"", "\"'=1,\"\"x\"\"\"")]
    [InlineData("-\"\n\"", "\"'-\"\"\n\"\"\"")]
    [InlineData("no, \"never\"", "\"no, \"\"never\"\"\"")]
    [InlineData("no\nnever", "\"no\nnever\"")]
    [InlineData("'=1", "'=1")]
    [InlineData("no=1", "no=1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public async Task Write_OfText_PutsAnApostropheBeforeAFormula_AndQuotesWhatNeedsIt(string? text, string written)
    {
        var at = new DateTimeOffset(2026, 11, 11, 8, 0, 0, 123, TimeSpan.FromHours(8));

        (await WriteAsync(
            new RecipientResult("oA", RecipientOutcome.Failed, -1, text, at),
            new RecipientResult(text ?? "", RecipientOutcome.NoCredit, null, null, null))).ShouldBe(
            "openId,outcome,errcode,errmsg,at,reason,msgId\r\n"
            + $"oA,failed,-1,{written},2026-11-11T00:00:00.123Z,,\r\n"
            + $"{written},noCredit,,,,noCredit,\r\n");
    }

    [Fact]
    public async Task Write_SendsAPageBeforeItReadsTheNext()
    {
        using var body = new MemoryStream();
        var sent = new List<string>();
        await RecipientsCsv.WriteAsync(
            body,
            cursor =>
            {
                sent.Add(Encoding.UTF8.GetString(body.ToArray()));
                var page = new RecipientPage(
                    [new($"o{cursor}", RecipientOutcome.Pending, null, null, null)], sent.Count < 3 ? $"{sent.Count}" : null);
                return ValueTask.FromResult(page);
            },
            CancellationToken.None);

        sent.Select(text => text.Split("\r\n")[^2..][0]).Skip(1).ShouldBe(["o,pending,,,,,", "o1,pending,,,,,"]);
        Encoding.UTF8.GetString(body.ToArray()).ShouldEndWith("\r\no2,pending,,,,,\r\n");
    }

    [Fact]
    public async Task Export_OfARealCampaign_HasItsOpenIdsAndWeChatsWordsAsText()
    {
        using var server = await CampaignsTests.StartAsync();
        using var client = server.Client();
        await CampaignsTests.AcceptAsync(client, "oA");
        server.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, ErrCode = 43101, ErrMsg = "=1,\"x\"" });
        const string csv = "openId\noA\n-oC\n\"=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\n";
        using var created = await client.PostAsync(Campaigns, CampaignsTests.Form(CampaignsTests.Plan("你好"), csv));
        var id = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString()!;
        await client.PostAsync($"{Campaigns}/{id}/start", null);
        await CampaignsTests.FinishedAsync(client, id);

        var lines = (await client.GetStringAsync($"{Campaigns}/{id}/recipients.csv")).Split("\r\n");
        lines.Length.ShouldBe(5);
        lines[1].ShouldStartWith("oA,refused,43101,\"'=1,\"\"x\"\" rid: ");
        lines[2].ShouldStartWith("\"'-oC\",noCredit,");
        lines[3].ShouldStartWith("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",noCredit,");
    }

    private static async Task<string> WriteAsync(params RecipientResult[] recipients)
    {
        using var body = new MemoryStream();
        await RecipientsCsv.WriteAsync(
            body, _ => ValueTask.FromResult(new RecipientPage(recipients, null)), CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
