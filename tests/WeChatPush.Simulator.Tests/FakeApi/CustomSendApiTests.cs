using WeChatPush.Simulator.FakeApi;

namespace WeChatPush.Simulator.Tests.FakeApi;

public sealed class CustomSendApiTests : FakeApiFixture
{
    [Theory]
    [InlineData("", 44002)]
    [InlineData("nonsense", 47001)]
    [InlineData("""{"msgtype":"text","text":{"content":"hi"}}""", 40003)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":""}}""", 44004)]
    [InlineData("""{"touser":"o1","msgtype":"voice","voice":{"media_id":"m"}}""", 45162)]
    [InlineData("""{"touser":"o1","msgtype":"image","image":{}}""", 41006)]
    [InlineData("""{"touser":"o1","msgtype":"link","link":{"title":"t"}}""", 47003)]
    [InlineData("""{"touser":"o1","msgtype":"miniprogrampage","miniprogrampage":{"title":"t"}}""", 47003)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"\u4f60\u597d"}}""", 40033)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"\uD83D\uDE00"}}""", 40033)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"a\u003cb"}}""", 40033)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"a\u0008b"}}""", 0)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"c:\\users"}}""", 0)]
    [InlineData("""{"touser":"o1","msgtype":"text","text":{"content":"你好😀"}}""", 0)]
    [InlineData("""{"touser":"o1","msgtype":"image","image":{"media_id":"m"}}""", 0)]
    [InlineData("""{"touser":"o1","msgtype":"link","link":{"title":"t","url":"https://example.com"}}""", 0)]
    public async Task Send_JudgesTheBody(string body, int errcode) => Code(await SendAsync(body)).ShouldBe(errcode);

    [Fact]
    public async Task Send_TextOverTheLimit_Is45002() =>
        (await SendTextAsync(content: new string('好', 683))).ShouldBe(45002);

    [Fact]
    public async Task Send_ToAUserNeverSeen_IsNotLimited()
    {
        for (var i = 0; i < 8; i++)
            (await SendTextAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Window_AfterAMessage_AllowsFive()
    {
        WeChat.Windows.UserMessaged("oUser");
        for (var i = 0; i < 5; i++)
            (await SendTextAsync()).ShouldBe(0);

        (await SendTextAsync()).ShouldBe(45047);
        Clock.Advance(TimeSpan.FromHours(49));
        (await SendTextAsync()).ShouldBe(45015);
    }

    [Fact]
    public async Task Window_AfterEnteringTheSession_AllowsTwoWithinAMinute()
    {
        WeChat.Windows.UserEntered("oUser");
        (await SendTextAsync()).ShouldBe(0);
        (await SendTextAsync()).ShouldBe(0);
        (await SendTextAsync()).ShouldBe(45047);

        WeChat.Windows.UserEntered("oUser");
        Clock.Advance(TimeSpan.FromSeconds(61));
        (await SendTextAsync()).ShouldBe(45015);
    }

    [Fact]
    public async Task Window_TwoGrants_TakeTheLargerRemainderAndTheLaterEnd()
    {
        WeChat.Windows.UserMessaged("oUser");
        await SendTextAsync();
        WeChat.Windows.UserEntered("oUser");
        WeChat.Windows.Remaining("oUser").ShouldBe(4);

        Clock.Advance(TimeSpan.FromHours(47));
        WeChat.Windows.Remaining("oUser").ShouldBe(4);
        WeChat.Windows.UserMessaged("oUser");
        WeChat.Windows.Remaining("oUser").ShouldBe(5);
    }

    [Fact]
    public async Task Window_SwitchedOff_LimitsNone()
    {
        WeChat.EnforceWindows = false;
        WeChat.Windows.UserEntered("oUser");
        Clock.Advance(TimeSpan.FromHours(1));

        (await SendTextAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Send_WithoutTokenWhereNoneIsNeeded_Works()
    {
        WeChat.RequireAccessToken = false;

        Code(await PostAsync(
            FakeApis.CustomSend, """{"touser":"o1","msgtype":"text","text":{"content":"hi"}}""")).ShouldBe(0);
    }

    [Fact]
    public async Task Calls_KeepWhatArrived()
    {
        await SendTextAsync("oLee", "欢迎");

        var call = (await WeChat.WaitForSendsAsync(1)).ShouldHaveSingleItem();
        call.OpenId.ShouldBe("oLee");
        call.AppId.ShouldBe("wx1");
        call.Text.ShouldBe("欢迎");
        call.Delivered.ShouldBeTrue();
        call.At.ShouldBe(Clock.GetUtcNow());
    }

    [Fact]
    public async Task WaitForCalls_ThatDoNotCome_SaysWhatCame()
    {
        await SendTextAsync();

        var failure = await Should.ThrowAsync<TimeoutException>(
            () => WeChat.WaitForSendsAsync(2, TimeSpan.FromMilliseconds(1)));
        failure.Message.ShouldContain("1 of 2");
        failure.Message.ShouldContain(FakeApis.CustomSend);
    }
}
