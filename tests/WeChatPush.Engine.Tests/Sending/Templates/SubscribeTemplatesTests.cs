using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport.Engine;
using static WeChatPush.TestSupport.Engine.TemplateCalls;

namespace WeChatPush.Engine.Tests.Sending.Templates;

/// <summary>The account's templates, asked for once and remembered.</summary>
public sealed class SubscribeTemplatesTests
{
    [Fact]
    public async Task Get_ListsTheTemplatesAsWeChatHasThem()
    {
        await using var sending = await SendingHarness.StartStoppedAsync();

        var list = (await GetAsync(sending)).List.ShouldNotBeNull();

        list.FetchedAt.ShouldBe(sending.Time.GetUtcNow());
        list.Items.Select(item => (item.TemplateId, item.Title, item.Content, item.Example))
            .ShouldBe(sending.WeChat.Templates.Select(known => (known.Id, known.Title, known.Content, known.Example)));
        list.Items.Select(item => item.Type is TemplateType.LongTerm)
            .ShouldBe(sending.WeChat.Templates.Select(known => known.IsLongTerm));
        list.Items.SelectMany(item => item.Keywords).First(keyword => keyword.Kind == "enum_string").Values
            .ShouldBe(["已入场", "已离场", "待缴费"]);
        ListCalls(sending).ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Fact]
    public async Task Get_Again_AsksWeChatNoMore()
    {
        await using var sending = await SendingHarness.StartAsync();

        var first = await GetAsync(sending);
        var second = await GetAsync(sending);

        second.List.ShouldBeSameAs(first.List);
        ListCalls(sending).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_InAHostWithACacheOfItsOwn_LeavesThatAlone()
    {
        await using var sending = await SendingHarness.StartAsync(services =>
            services.AddSingleton<IDistributedCache>(_ => throw new InvalidOperationException("the host's own")));

        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_ByFiftyAtOnce_AsksWeChatOnce()
    {
        await using var sending = await SendingHarness.StartAsync();
        var all = new TaskCompletionSource();
        sending.Fault(new FakeFault { Api = FakeApis.Templates, Until = all.Task });

        var asked = Enumerable.Range(0, 50).Select(_ => GetAsync(sending)).ToList();
        all.SetResult();
        var results = await Task.WhenAll(asked);

        results.ShouldAllBe(result => result.Succeeded);
        ListCalls(sending).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_WithRefresh_AsksAnew_AndWhatItBroughtIsCached()
    {
        await using var sending = await SendingHarness.StartAsync();
        await GetAsync(sending);
        sending.WeChat.Templates = [FakeTemplate.Samples[1]];

        var old = await GetAsync(sending);
        var refreshed = await GetAsync(sending, refresh: true);
        var next = await GetAsync(sending);

        old.List!.Items.Count.ShouldBe(FakeTemplate.Samples.Count);
        refreshed.List!.Items.ShouldHaveSingleItem().TemplateId.ShouldBe("demo-template");
        next.List.ShouldBeSameAs(refreshed.List);
        ListCalls(sending).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refusal_IsAValueWithAHint_IsNotCached_AndStopsNoSends()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.Templates, ErrCode = 48001, ErrMsg = "api unauthorized", Times = 1 });

        var refused = await GetAsync(sending);
        var next = await GetAsync(sending);

        refused.Succeeded.ShouldBeFalse();
        (refused.Class, refused.ErrCode).ShouldBe((ErrorClass.Operator, 48001));
        refused.ErrMsg.ShouldNotBeNull().ShouldStartWith("api unauthorized");
        refused.Hint.ShouldNotBeNull().ShouldContain("permission");
        sending.Status.Stops.ShouldBeEmpty();
        next.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Refusal_OfARefresh_LeavesWhatIsCached()
    {
        await using var sending = await SendingHarness.StartAsync();
        var first = await GetAsync(sending);
        sending.Fault(new FakeFault { Api = FakeApis.Templates, ErrCode = 48001, Times = 1 });

        (await GetAsync(sending, refresh: true)).ErrCode.ShouldBe(48001);

        (await GetAsync(sending)).List.ShouldBeSameAs(first.List);
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    [InlineData("""{"errcode":0,"data":{}}""")]
    [InlineData("""{"errcode":0,"data":[7]}""")]
    [InlineData("""{"errcode":0,"data":[{"priTmplId":{}}]}""")]
    [InlineData("<html></html>")]
    public async Task AnAnswerThatIsNoList_IsBusy_AndNotCached(string answer)
    {
        await using var sending = await SendingHarness.StartAsync();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.Templates, Html = answer });

        var result = await GetAsync(sending);

        (result.Succeeded, result.Class).ShouldBe((false, ErrorClass.Busy));
        result.ErrMsg.ShouldNotBeNullOrEmpty();
        sending.WeChat.Faults.Remove(fault);
        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"data":[]}""", 0)]
    [InlineData("""{"errcode":0,"data":[null,{"priTmplId":"t","type":"3","keywordEnumValueList":[null]}]}""", 1)]
    [InlineData("""{"errcode":0,"data":[{"priTmplId":"t","type":9,"content":null,"sceneDesc":"new"}]}""", 1)]
    public async Task AnAnswerThatIsUnusual_IsReadAsFarAsItGoes(string answer, int count)
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.Templates, Html = answer });

        (await GetAsync(sending)).List.ShouldNotBeNull().Items.Count.ShouldBe(count);
    }

    [Fact]
    public async Task AnotherApp_AndAnotherAccount_HaveListsOfTheirOwn()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.WeChat.AddAccount("wxanother", SendingHarness.Secret);
        await GetAsync(sending);
        sending.WeChat.Templates = [FakeTemplate.Samples[0]];

        sending.Configure(app => app.AppId = "wxanother");
        var settings = sending.Options.CurrentValue;
        settings.Apps["cafe"] = settings.Apps[SendingHarness.App];
        sending.Options.Set(settings);
        var account = await GetAsync(sending);
        sending.WeChat.Templates = [];
        var app = await GetAsync(sending, app: "cafe");

        account.List!.Items.Count.ShouldBe(1);
        app.List!.Items.ShouldBeEmpty();
        ListCalls(sending).Select(call => call.AppId).ShouldBe(["wx0123456789abcdef", "wxanother", "wxanother"]);
    }

    [Fact]
    public async Task AnAppThatIsNotConfigured_IsNoExceptionAndNoCall()
    {
        await using var sending = await SendingHarness.StartAsync();

        var result = await GetAsync(sending, app: "nobody");

        result.Class.ShouldBe(ErrorClass.Operator);
        sending.WeChat.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task ATokenThatEnded_IsReplaced()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.Fault(new FakeFault { Api = FakeApis.Templates, RevokeTokens = true, Times = 1 });

        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
        ListCalls(sending).Select(call => call.ErrCode).ShouldBe([40001, 0]);
    }

    [Fact]
    public async Task InCloudHosting_NoTokenIsNeeded()
    {
        await using var sending = await SendingHarness.StartAsync();
        sending.WeChat.RequireAccessToken = false;
        sending.Configure(app => (app.Hosting, app.AppSecret) = (PushHosting.CloudHosting, null));

        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
        sending.WeChat.Calls.All.ShouldHaveSingleItem().AccessToken.ShouldBeNull();
    }

    [Fact]
    public async Task ACallerWhoGivesUp_IsLetGo_AndTheNextIsAnswered()
    {
        await using var sending = await SendingHarness.StartAsync();
        using var gaveUp = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        var fault = sending.Fault(new FakeFault { Api = FakeApis.Templates, Until = never.Task, Times = 1 });

        var call = sending.Get<ISubscribeTemplates>().GetAsync(SendingHarness.App, refresh: false, gaveUp.Token).AsTask();
        await fault.Reached;
        await gaveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        (await GetAsync(sending)).Succeeded.ShouldBeTrue();
        never.SetResult();
    }
}
