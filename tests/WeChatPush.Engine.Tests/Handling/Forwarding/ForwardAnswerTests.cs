using System.Net;
using Microsoft.AspNetCore.Http;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling.Forwarding;

/// <summary>What a destination may ask for in its answer.</summary>
public sealed class ForwardAnswerTests
{
    private const string TwoTexts =
        """{"send":[{"msgtype":"text","text":{"content":"一😀"}},{"touser":"oSomebodyElse","msgtype":"text","text":{"content":"二"}}]}""";

    private readonly ScriptedMessages _messages = new();

    [Fact]
    public async Task Messages_GoToTheSender_WhateverUserIsNamed()
    {
        await using var destination = await Destination.StartAsync(Destination.Answer(TwoTexts));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);

        await engine.PushTextAsync("oUser", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        _messages.Texts.ShouldBe(["一😀", "二"]);
        _messages.Bodies.ShouldAllBe(body => body.GetProperty("touser").GetString() == "oUser");
        push.Sends.Count.ShouldBe(2);
        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldEndWith("ms, sent, sent");
    }

    [Fact]
    public async Task Messages_WhenAnAttemptFailsAmongThem_AreNotSentTwice()
    {
        var messages = new ScriptedMessages(ScriptedMessages.Sent, ScriptedMessages.Busy, ScriptedMessages.Sent);
        await using var destination = await Destination.StartAsync(Destination.Answer(TwoTexts));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, messages);

        await engine.PushTextAsync("oUser", "hi");
        await engine.WhenAsync(PushState.Done);

        messages.Texts.ShouldBe(["一😀", "二", "二"]);
        destination.Calls.Select(call => call.Id).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("\uFEFF", "一")]
    [InlineData(" \r\n\uFEFF\n", "一")]
    [InlineData("", "一\n二\t\u0014")]
    public async Task Messages_BehindAByteOrderMark_OrWithRawControlCharacters_AreSent(string before, string text)
    {
        await using var destination = await Destination.StartAsync(
            Destination.Answer(before + """{"send":[{"msgtype":"text","text":{"content":"*"}}]}""".Replace("*", text, StringComparison.Ordinal)));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);

        await engine.PushTextAsync("oUser", "hi");
        await engine.WhenAsync(PushState.Done);

        _messages.Texts.ShouldBe([text]);
    }

    [Fact]
    public async Task AReply_BehindAByteOrderMark_GoesToWeChat()
    {
        await using var destination = await Destination.StartAsync(Destination.Answer("\uFEFF{\"reply\":{\"ErrCode\":0}}"));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages, reply: true);

        using var answer = await engine.SendAsync(engine.App(), Payment(engine.App()));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"ErrCode":0}""");
    }

    [Theory]
    [InlineData("application/json", "<b>Notice</b>: undefined {\"send\":[]}", true)]
    [InlineData("application/json; charset=utf-8", "{\"send\":[]} <!-- 12 ms -->", true)]
    [InlineData("application/problem+json", "ok", true)]
    [InlineData("application/json", "[1]", true)]
    [InlineData("application/json", "", false)]
    [InlineData("application/json", "{}", false)]
    [InlineData("text/html", "ok", false)]
    public async Task AnAnswerThatCallsItselfJsonAndIsNone_IsASuccess_AndTheTimelineSaysSo(string type, string answer, bool isNoted)
    {
        await using var destination = await Destination.StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(answer);
        });
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);

        await engine.PushTextAsync("oUser", "hi");

        var detail = (await engine.WhenAsync(PushState.Done)).Timeline[^1].Detail.ShouldNotBeNull();
        detail.EndsWith(", the answer is no JSON object", StringComparison.Ordinal).ShouldBe(isNoted, detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("ok")]
    [InlineData("<html></html>")]
    [InlineData("[1]")]
    [InlineData("\"success\"")]
    [InlineData("{}")]
    [InlineData("""{"send":null}""")]
    [InlineData("""{"send":[]}""")]
    [InlineData("""{"reply":{"ErrCode":0}}""")]
    public async Task AnAnswerThatAsksForNothing_IsASuccess(string answer)
    {
        await using var destination = await Destination.StartAsync(Destination.Answer(answer));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);

        await engine.PushTextAsync("oUser", "hi");

        (await engine.WhenAsync(PushState.Done)).Sends.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"send":"text"}""", "send is no list")]
    [InlineData("""{"send":[1]}""", "send[0] is no object")]
    [InlineData("""{"send":[{"msgtype":"text","text":{"content":"一"}},{"msgtype":"voice"}]}""", "send[1]: msgtype must be one of")]
    [InlineData("""{"send":[{"msgtype":"text","text":{"content":""}}]}""", "send[0]: text.content must not be empty")]
    [InlineData("""{"send":[{"msgtype":"text","text":{"content":"\ud83d"}}]}""", "send[0] holds text that is not valid Unicode")]
    public async Task AMessageThatCannotBeSent_BuriesThePushBeforeAnyIsSent(string answer, string reason)
    {
        await using var destination = await Destination.StartAsync(Destination.Answer(answer));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);

        await engine.PushTextAsync("oUser", "hi");
        var push = await engine.WhenAsync(PushState.Dead);

        push.Timeline[^1].Detail.ShouldNotBeNull().ShouldContain(reason);
        push.Sends.ShouldBeEmpty();
        destination.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AMessage_WhenThePushIsAboutNone_HasNoneToGoTo()
    {
        await using var destination = await Destination.StartAsync(Destination.Answer(TwoTexts));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages);
        var notice = new PushBuilder(engine.App(), "o").Raw("""{"MsgType":"event","Event":"some_notice","CreateTime":1}"""u8.ToArray());

        await engine.PushAsync(engine.App(), notice);

        (await engine.WhenAsync(PushState.Dead)).Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("about no user");
    }

    [Theory]
    [InlineData(PushFormat.Json, """{"ErrCode":0,"ErrMsg":"好"}""")]
    [InlineData(PushFormat.Xml, "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[好]]></ErrMsg></xml>")]
    public async Task AReply_GoesToWeChat_InThePushsOwnFormat(PushFormat format, string expected)
    {
        await using var destination = await Destination.StartAsync(
            Destination.Answer("""{"reply":{"ErrCode":0,"ErrMsg":"好"},"send":[{"msgtype":"text","text":{"content":"已发货"}}]}"""));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages, reply: true);
        var app = engine.App(format: format);

        using var answer = await engine.SendAsync(app, Payment(app));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
        _messages.Texts.ShouldBe(["已发货"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"reply":null}""")]
    public async Task NoReply_IsSuccess(string body)
    {
        await using var destination = await Destination.StartAsync(Destination.Answer(body));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages, reply: true);

        await engine.PushTextAsync("oUser", "hi");
    }

    [Fact]
    public async Task AReply_WhenAMessageCouldNotBeSent_StillGoesToWeChat()
    {
        await using var destination = await Destination.StartAsync(
            Destination.Answer("""{"reply":{"ErrCode":0},"send":[{"msgtype":"text","text":{"content":"x"}}]}"""));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, new ScriptedMessages(ScriptedMessages.Busy), reply: true);

        using var answer = await engine.SendAsync(engine.App(), Payment(engine.App()));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"ErrCode":0}""");
        (await engine.WhenAsync(PushState.Done)).Timeline[^1].Detail.ShouldNotBeNull().ShouldContain("busy -1");
    }

    [Fact]
    public async Task AFailure_Is503_AndWeChatsNextTryCallsAgain()
    {
        await using var destination = await Destination.StartAsync(
            Destination.Status(500), Destination.Answer("<html>"), Destination.Answer("""{"reply":{"ErrCode":0}}"""));
        await using var engine = await ForwardSetup.StartAsync(destination.Url, _messages, reply: true);
        var request = Payment(engine.App());

        using var first = await engine.SendAsync(engine.App(), request);
        using var second = await engine.SendAsync(engine.App(), request);
        using var third = await engine.SendAsync(engine.App(), request);
        using var fourth = await engine.SendAsync(engine.App(), request);

        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await third.Content.ReadAsStringAsync()).ShouldBe("""{"ErrCode":0}""");
        (await fourth.Content.ReadAsStringAsync()).ShouldBe("""{"ErrCode":0}""");
        destination.Calls.Count.ShouldBe(3);
        destination.Calls.Select(call => call.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task ASlowDestination_Is503AtTheBudget_AndTheNextTryGetsItsAnswer_FromOneCall()
    {
        var go = new TaskCompletionSource();
        await using var destination = await Destination.StartAsync(async context =>
        {
            await go.Task;
            await Destination.Answer("""{"reply":{"ErrCode":0}}""")(context);
        });
        await using var engine = await ForwardSetup.StartAsync(
            destination.Url, _messages, reply: true,
            ("Receiving:ReplyBudget", "00:00:00.600"), ("Receiving:AppendTimeout", "00:00:00.500"));
        var request = Payment(engine.App());

        using var first = await engine.SendAsync(engine.App(), request);
        var second = engine.SendAsync(engine.App(), request);
        go.SetResult();
        using var answer = await second;

        first.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"ErrCode":0}""");
        destination.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task AReply_InSecureMode_IsEncrypted()
    {
        await using var destination = await Destination.StartAsync(Destination.Answer("""{"reply":{"ErrCode":0}}"""));
        await using var engine = await ForwardSetup.StartAsync(
            destination.Url, _messages, reply: true, ("Apps:shop:EncodingAesKey", EngineSetup.Key));
        var app = engine.App(mode: WireMode.Secure);

        using var client = new PushClient();
        var answer = (await client.PushAsync(app, new PushBuilder(app, "o").Event("xpay_refund_notify", ("WxRefundId", "1")))).Last;

        answer.Reply.ShouldBe("""{"ErrCode":0}""");
        answer.Text.ShouldContain("Encrypt");
    }

    private static PushRequest Payment(SimulatedApp app) =>
        new PushSigner(app).Push(new PushBuilder(app, "o").Event("xpay_goods_deliver_notify", ("OutTradeNo", "1")));
}
