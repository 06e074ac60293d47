using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Looking for pushes by what they say and by how their sends ended, and counting them.</summary>
public abstract class SearchContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    [Fact]
    public async Task Search_FindsTheTextAsItIsDecoded_IgnoringCase()
    {
        var xml = await AppendAsync(Saying("<xml><FromUserName><![CDATA[a]]></FromUserName><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[Order A&B-17 迟到了]]></Content></xml>"));
        var json = await AppendAsync(Saying("""{"MsgType":"text","FromUserName":"a","Content":"order a&b-17 \u8fdf\u5230\u4e86"}"""));
        await AppendAsync(Saying("""{"MsgType":"text","FromUserName":"a","Content":"something else"}"""));

        await ExpectAsync(new() { Text = "ORDER a&b-17" }, json.Id, xml.Id);
        await ExpectAsync(new() { Text = "迟到了" }, json.Id, xml.Id);
        await ExpectAsync(new() { Text = "迟到了", OpenId = "nobody" });
        // The names of members are not what a push says.
        await ExpectAsync(new() { Text = "Content" });
    }

    [Fact]
    public async Task Search_FindsTheErrcodeOfASend()
    {
        var refused = await AppendAsync(Push("a"));
        await AppendAsync(Push("b"));
        var sent = await AppendAsync(Push("c"));
        var claims = await ClaimAsync();
        await SendAsync(claims.Single(claim => claim.Id == refused.Id), SendOutcome.Refused, 45015);
        await SendAsync(claims.Single(claim => claim.Id == sent.Id), SendOutcome.Sent, 0);

        await ExpectAsync(new() { ErrCode = 45015 }, refused.Id);
        await ExpectAsync(new() { ErrCode = 0 }, sent.Id);
        await ExpectAsync(new() { ErrCode = 4501 });
        await ExpectAsync(new() { ErrCode = 45015, Text = "你好 A" }, refused.Id);
    }

    [Fact]
    public async Task Search_InPages_ShowsEachOnce()
    {
        var ids = new List<string>();
        for (var i = 0; i < 120; i++)
            ids.Add((await AppendAsync(Saying($"<xml><Content>{(i % 2 == 0 ? "even" : "odd")} {i}</Content></xml>"))).Id);

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await History.ListAsync("shop", new() { Text = "EVEN", Limit = 7, Cursor = cursor }, CancellationToken.None);
            seen.AddRange(page.Items.Select(item => item.Id));
            if ((cursor = page.Next) is null)
                break;
        }

        seen.ShouldBe(ids.Where((_, i) => i % 2 == 0).Reverse());
        (await CountAsync(new() { Text = "odd" })).ShouldBe(new PushCount(60, null));
    }

    [Fact]
    public async Task Count_IsOfWhatTheFilterMatches()
    {
        await AppendAsync(Push("a"));
        await AppendAsync(Push("b") with { MsgType = "event", Event = "user_enter_tempsession" });
        await AppendAsync(Push("a", app: "club"));
        var dead = await AppendAsync(Push("c"));
        await SettleAsync((await ClaimAsync()).Single(claim => claim.Id == dead.Id), new Settlement.DeadLetter("no"));

        (await CountAsync(new())).ShouldBe(new PushCount(3, null));
        (await CountAsync(new() { State = PushState.Dead })).Count.ShouldBe(1);
        (await CountAsync(new() { State = PushState.Processing })).Count.ShouldBe(2);
        (await CountAsync(new() { OpenId = "a" })).Count.ShouldBe(1);
        (await CountAsync(new() { MsgType = "Event" })).Count.ShouldBe(1);
        (await CountAsync(new() { Until = Time.GetUtcNow() })).Count.ShouldBe(0);
        (await CountAsync(new() { Since = Time.GetUtcNow().AddHours(1) })).Count.ShouldBe(0);
    }

    private IncomingPush Saying(string body) => Push() with { Body = Encoding.UTF8.GetBytes(body) };

    private async Task SendAsync(ClaimedPush claim, SendOutcome outcome, int errCode)
    {
        const string Api = "/cgi-bin/message/custom/send";
        await Inbox.BeginSendAsync(claim, 0, Api, CancellationToken.None);
        await Inbox.EndSendAsync(
            claim, 0, new SendRecord(Api, Time.GetUtcNow(), outcome, errCode, null, TimeSpan.FromMilliseconds(9)), CancellationToken.None);
    }

    private async Task ExpectAsync(PushFilter filter, params string[] ids) =>
        (await History.ListAsync("shop", filter, CancellationToken.None)).Items.Select(item => item.Id).ShouldBe(ids);

    private async Task<PushCount> CountAsync(PushFilter filter) => await History.CountAsync("shop", filter, CancellationToken.None);
}
