using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Sqlite.Connection;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class AccessTokensTests
{
    [Fact]
    public async Task Get_ByFiftyAtOnce_FetchesOnce()
    {
        await using var sending = await SendingHarness.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GetAsync(sending)));

        results.Select(result => result.AccessToken).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        sending.TokenCalls.ShouldBe(1);
    }

    [Fact]
    public async Task Get_ByTwoInstancesAtOnce_FetchesOnce()
    {
        await using var sending = await SendingHarness.StartAsync();
        await using var beside = sending.StartBeside();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => GetAsync(i % 2 == 0 ? sending : beside)));

        results.Select(result => result.AccessToken).Distinct().ShouldHaveSingleItem();
        sending.TokenCalls.ShouldBe(1);
    }

    [Fact]
    public async Task Get_AfterARestart_FindsTheStoredToken()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var first = await GetAsync(sending);
        await using var restarted = sending.StartBeside();

        var second = await GetAsync(restarted);

        second.AccessToken.ShouldBe(first.AccessToken);
        second.ExpiresAt.ShouldBe(first.ExpiresAt);
        sending.TokenCalls.ShouldBe(1);
    }

    [Fact]
    public async Task Get_WithAnotherAppSecretThanSealedTheStoredToken_FetchesOne_AndKeepsThat()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GetAsync(sending);
        sending.WeChat.AddAccount("wx0123456789abcdef", "the-secret-after-the-change-012345");
        sending.Configure(app => app.AppSecret = "the-secret-after-the-change-012345");

        var fetched = await GetAsync(sending);

        fetched.Succeeded.ShouldBeTrue(fetched.ToString());
        sending.TokenCalls.ShouldBe(2);
        (await sending.Get<ISendingStore>().BeginRefreshAsync(
            "wx0123456789abcdef", "next", null, sending.Time.GetUtcNow(), TimeSpan.FromSeconds(30), default))
            .Newer.ShouldNotBeNull().Sealed.ShouldBe(
                new TokenSeal(new AppOptions { AppId = "wx0123456789abcdef", AppSecret = "the-secret-after-the-change-012345" })
                    .Seal(fetched.AccessToken));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("81_a-token-of-the-version-before")]
    public async Task Get_WithAStoredTextThatCannotBeOpened_FetchesAToken(string stored)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var (store, now) = (sending.Get<ISendingStore>(), sending.Time.GetUtcNow());
        await store.BeginRefreshAsync("wx0123456789abcdef", "other", null, now, TimeSpan.FromSeconds(30), default);
        await store.EndRefreshAsync("wx0123456789abcdef", "other", new(stored, now.AddHours(1), now.AddHours(2)), default);

        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);

        sending.TokenCalls.ShouldBe(1);
        sending.Sends.ShouldHaveSingleItem().AccessToken.ShouldNotBe(stored);
    }

    [Fact]
    public async Task Get_WhileAnotherInstanceReplacesWhatCannotBeOpened_TakesItsToken()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var (store, now) = (sending.Get<ISendingStore>(), sending.Time.GetUtcNow());
        await store.BeginRefreshAsync("wx0123456789abcdef", "other", null, now, TimeSpan.FromSeconds(30), default);
        await store.EndRefreshAsync("wx0123456789abcdef", "other", new("damaged", now.AddHours(1), now.AddHours(2)), default);
        await store.BeginRefreshAsync("wx0123456789abcdef", "other", "damaged", now, TimeSpan.FromSeconds(30), default);

        var get = GetAsync(sending);
        var token = new TokenSeal(new AppOptions { AppId = "wx0123456789abcdef", AppSecret = SendingHarness.Secret }).Seal("fetched-by-another")!;
        await store.EndRefreshAsync("wx0123456789abcdef", "other", new(token, now.AddHours(1), now.AddHours(2)), default);
        await UntilAsync(() =>
        {
            sending.Time.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(get.IsCompleted);
        });

        (await get).AccessToken.ShouldBe("fetched-by-another");
        sending.TokenCalls.ShouldBe(0);
    }

    [Fact]
    public async Task Get_WhenTheTokenIsDue_AnswersTheOldAndFetchesBehindIt()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var old = await GetAsync(sending);
        var fetch = new TaskCompletionSource();
        sending.Time.Advance(TimeSpan.FromMinutes(115));
        var fault = sending.Fault(new FakeFault { Api = FakeApis.StableToken, Until = fetch.Task });

        (await GetAsync(sending)).AccessToken.ShouldBe(old.AccessToken);
        await fault.Reached.WaitAsync(TimeSpan.FromSeconds(10));
        (await GetAsync(sending)).AccessToken.ShouldBe(old.AccessToken);
        fetch.SetResult();

        await UntilAsync(async () => (await GetAsync(sending)).AccessToken != old.AccessToken);
        sending.TokenCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Get_JustBeforeTheTokenIsDue_CallsNothing()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GetAsync(sending);
        sending.Time.Advance(TimeSpan.FromMinutes(114.9));

        await GetAsync(sending);

        sending.TokenCalls.ShouldBe(1);
        sending.WeChat.Tokens.IssuedCount.ShouldBe(1);
    }

    [Fact]
    public async Task Get_WhenTheTokenHasExpired_WaitsForANewOne()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var old = await GetAsync(sending);
        sending.Time.Advance(TimeSpan.FromHours(3));

        (await GetAsync(sending)).AccessToken.ShouldNotBe(old.AccessToken);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task Get_WhenTheClockIsSet_GoesOnWithTheToken(int days)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var old = await GetAsync(sending);
        sending.Time.Jump(TimeSpan.FromDays(days));

        (await GetAsync(sending)).AccessToken.ShouldBe(old.AccessToken);
        sending.TokenCalls.ShouldBe(1);
        sending.Time.Advance(TimeSpan.FromHours(2));
        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
        sending.TokenCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Send_WithAStoredTokenThatAClockSetBackKeptAlive_RenewsIt()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        await GetAsync(sending);
        sending.WeChat.Tokens.Expire();
        sending.Time.Jump(TimeSpan.FromDays(-1));
        await using var restarted = sending.StartBeside();

        (await restarted.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Replace_OfATokenThatWasReplacedAlready_GivesTheOneInUse()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var first = await GetAsync(sending);
        sending.WeChat.Tokens.Revoke();
        var second = await ReplaceAsync(sending, first.AccessToken!);

        (await ReplaceAsync(sending, first.AccessToken!)).AccessToken.ShouldBe(second.AccessToken);
        sending.TokenCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Replace_WhenWeChatStillHandsOutTheSame_ForcesOnce_AndThenNotFor30Seconds()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        var first = await GetAsync(sending);
        var second = await ReplaceAsync(sending, first.AccessToken!);
        second.AccessToken.ShouldNotBe(first.AccessToken);

        var third = await ReplaceAsync(sending, second.AccessToken!);

        third.Succeeded.ShouldBeFalse();
        third.FailureClass.ShouldBe(ErrorClass.Credential);
        third.RetryAfter.ShouldBe(sending.Time.GetUtcNow() + ForcedRefreshes.Gap);
        Forced(sending).ShouldBe(1);

        sending.Time.Advance(ForcedRefreshes.Gap);
        (await GetAsync(sending)).AccessToken.ShouldNotBe(second.AccessToken);
        Forced(sending).ShouldBe(2);
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40013)]
    [InlineData(40125)]
    [InlineData(40164)]
    [InlineData(40002)]
    [InlineData(50007)]
    public async Task Get_WhenWeChatRefusesTheAccount_IsTheOperatorsMatter_AndIsNotRepeated(int errCode)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, ErrCode = errCode });

        for (var i = 0; i < 5; i++)
        {
            var result = await GetAsync(sending);
            result.FailureClass.ShouldBe(ErrorClass.Operator);
            result.ErrCode.ShouldBe(errCode);
        }

        sending.TokenCalls.ShouldBe(1);
        sending.Log.Lines.Count(line => line.StartsWith("Error") && line.Contains($"{errCode}")).ShouldBe(1);
        sending.Status.Token.ShouldSatisfyAllConditions(
            token => token.State.ShouldBe(TokenState.Failing),
            token => token.ErrCode.ShouldBe(errCode));
    }

    [Fact]
    public async Task Get_WithoutASecret_NamesTheSetting()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Configure(app => app.AppSecret = "");

        var result = await GetAsync(sending);

        result.FailureClass.ShouldBe(ErrorClass.Operator);
        result.ErrMsg!.ShouldContain("WeChatPush:Apps:shop:AppSecret");
    }

    [Fact]
    public async Task Get_WhenTheSettingsAreMended_TriesAtOnce()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Configure(app => app.AppSecret = "wrong");
        (await GetAsync(sending)).ErrCode.ShouldBe(40125);

        sending.Configure(_ => { });

        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_WhenTheLifeComesAsText_IsAToken()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, Html = """{"access_token":"T","expires_in":"7200"}""" });

        (await GetAsync(sending)).AccessToken.ShouldBe("T");
    }

    [Theory]
    [InlineData(45011, 60, SendStopReason.Rate)]
    [InlineData(45009, 3600, SendStopReason.Quota)]
    [InlineData(40164, 300, SendStopReason.Operator)]
    public async Task Get_WhenWeChatRefuses_IsAStop_ForAsLongAsItsKindLasts(int errCode, int seconds, SendStopReason reason)
    {
        await using var sending = await SendingHarness.StartStoppedAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, ErrCode = errCode });
        await GetAsync(sending);

        var stop = sending.Status.Stops.ShouldHaveSingleItem();

        (stop.Api, stop.ErrCode, stop.Reason, stop.Since).ShouldBe(
            ("/cgi-bin/stable_token", errCode, reason, sending.Time.GetUtcNow()));
        stop.Hint.ShouldNotBeNullOrEmpty();
        sending.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await GetAsync(sending);
        sending.TokenCalls.ShouldBe(1);
        sending.Time.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(sending);
        sending.TokenCalls.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"access_token":"T","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"T","expires_in":"-1"}""")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html/>")]
    [InlineData("""{"access_token":"","expires_in":7200}""")]
    [InlineData("""{"access_token":"T","expires_in":0}""")]
    [InlineData("""{"access_token":"T"}""")]
    public async Task Get_WhenTheAnswerHoldsNoToken_IsBusy(string answer)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.StableToken, Html = answer });

        (await GetAsync(sending)).FailureClass.ShouldBe(ErrorClass.Busy);
    }

    [Fact]
    public async Task Get_WithoutTheStore_StillWorks()
    {
        await using var sending = await SendingHarness.StartAsync();
        await sending.Get<SqliteStore>().DisposeAsync();

        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
        (await sending.SendAsync()).Outcome.ShouldBe(SendOutcome.Sent);
    }

    private static Task<AccessTokenResult> GetAsync(SendingHarness sending) =>
        sending.Tokens.GetAsync(SendingHarness.App, default).AsTask();

    private static Task<AccessTokenResult> ReplaceAsync(SendingHarness sending, string token) =>
        sending.Tokens.ReplaceAsync(SendingHarness.App, token, default).AsTask();

    private static int Forced(SendingHarness sending) =>
        sending.WeChat.Calls.All.Count(
            call => call.Api == FakeApis.StableToken && call.Body.Contains("\"force_refresh\":true"));

    private static Task UntilAsync(Func<Task<bool>> condition) =>
        Eventually.TrueAsync(condition, () => "it has not come to that");
}
