using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Simulator.Tests.Pushing;

public sealed class PushClientTests : IDisposable
{
    private readonly PushClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("success", AnswerKind.Success)]
    [InlineData("", AnswerKind.Empty)]
    [InlineData("{\"ErrCode\":0}", AnswerKind.Reply)]
    [InlineData("{\"MsgType\":\"transfer_customer_service\"}", AnswerKind.Reply)]
    [InlineData("\"success\"", AnswerKind.Abnormal)]
    [InlineData("success\n", AnswerKind.Abnormal)]
    [InlineData("null", AnswerKind.Abnormal)]
    [InlineData("<!doctype html><html></html>", AnswerKind.Abnormal)]
    [InlineData("<xml><ErrCode>0</ErrCode></xml>", AnswerKind.Abnormal)]
    [InlineData("{\"MsgType\":\"text\",\"Content\":\"hi\"}", AnswerKind.Abnormal)]
    [InlineData("ok", AnswerKind.Abnormal)]
    public async Task Push_JudgesTheAnswer(string answer, AnswerKind kind)
    {
        await using var server = await TestServer.StartAsync(context => context.Response.WriteAsync(answer));
        var app = TestApps.At(server.Url, WireMode.Plaintext);

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").Text("你好"));

        result.Last.Kind.ShouldBe(kind);
        result.Tries.Count.ShouldBe(result.IsAccepted ? 1 : 3);
        (result.Last.Problem is null).ShouldBe(result.IsAccepted);
    }

    [Fact]
    public async Task Push_ThatFails_IsTriedThreeTimesAndSignedAnew()
    {
        var nonces = new List<string>();
        await using var server = await TestServer.StartAsync(context =>
        {
            nonces.Add(context.Request.Query["nonce"]!);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var app = TestApps.At(server.Url);

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").EnterSession());

        result.IsAccepted.ShouldBeFalse();
        result.Tries.Select(attempt => attempt.Number).ShouldBe([1, 2, 3]);
        result.Tries.ShouldAllBe(attempt => attempt.Kind == AnswerKind.HttpError && attempt.Status == 503);
        nonces.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Push_ThatRecovers_StopsAtTheFirstSuccess()
    {
        var calls = 0;
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++calls < 2 ? 500 : 200;
            return context.Response.WriteAsync("success");
        });
        var app = TestApps.At(server.Url);

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").Text("hi"));

        result.IsAccepted.ShouldBeTrue();
        result.Tries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Push_WithoutAnswerInTime_TimesOut()
    {
        var forever = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(_ => forever.Task);
        using var client = new PushClient { TryTimeout = TimeSpan.FromMilliseconds(50) };
        var app = TestApps.At(server.Url);

        var result = await client.PushAsync(app, new PushBuilder(app, "oUser").Text("hi"));

        result.Tries.ShouldAllBe(attempt => attempt.Kind == AnswerKind.TimedOut);
        forever.SetResult();
    }

    [Fact]
    public async Task Push_WhenNothingListens_SaysSo()
    {
        using var free = new TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var app = TestApps.At(new Uri($"http://{free.LocalEndpoint}/wechat"));
        free.Stop();

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").Text("hi"));

        result.Last.Kind.ShouldBe(AnswerKind.Unreachable);
        result.Last.Problem!.ShouldContain("is the server running?");
    }

    [Theory]
    [InlineData(PushFormat.Json)]
    [InlineData(PushFormat.Xml)]
    public async Task Push_AnsweredWithAnEncryptedReply_ReadsIt(PushFormat format)
    {
        var app = TestApps.At(new Uri("http://localhost/"), format: format);
        var reply = PushReply.Error(format, 268, "later");
        var sealedReply = PushReply.EncryptedReply(
            new PushCipher(app.EncodingAesKey!, app.AppId), app.Token, format, reply, 1_800_000_000, "nonce");
        await using var server = await TestServer.StartAsync(
            context => context.Response.Body.WriteAsync(sealedReply).AsTask());
        app = app with { PushUrl = server.Url };

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").Text("hi"));

        result.Last.Kind.ShouldBe(AnswerKind.Reply, result.Last.Problem);
        result.Last.Reply.ShouldBe(Encoding.UTF8.GetString(reply));
    }

    [Fact]
    public async Task Push_AnsweredWithAClearReplyInSecureMode_IsAbnormal()
    {
        await using var server = await TestServer.StartAsync(context => context.Response.WriteAsync("{\"ErrCode\":0}"));
        var app = TestApps.At(server.Url);

        var result = await _client.PushAsync(app, new PushBuilder(app, "oUser").Text("hi"));

        result.Last.Problem!.ShouldContain("must be encrypted");
    }

    [Fact]
    public async Task Verify_WantsTheEchoToTheLetter()
    {
        await using var good = await TestServer.StartAsync(
            context => context.Response.WriteAsync(context.Request.Query["echostr"]!));
        await using var bad = await TestServer.StartAsync(
            context => context.Response.WriteAsync($"\"{context.Request.Query["echostr"]}\""));

        (await _client.VerifyAsync(TestApps.At(good.Url))).IsAccepted.ShouldBeTrue();
        (await _client.VerifyAsync(TestApps.At(bad.Url))).Kind.ShouldBe(AnswerKind.Abnormal);
    }
}
