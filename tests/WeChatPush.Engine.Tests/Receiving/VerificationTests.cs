using System.Net;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>The GET by which the console checks a URL.</summary>
public sealed class VerificationTests(ReceivingFixture fixture) : IClassFixture<ReceivingFixture>
{
    private readonly EngineUnderTest _engine = fixture.Engine;

    [Theory]
    [InlineData("5838479218127813673")]
    [InlineData("<script>alert('你好 & 😀')</script>")]
    [InlineData("a+b %2B =&\"")]
    public async Task Get_WhenSigned_EchoesToTheLetterAsText(string echo)
    {
        foreach (var app in new[] { _engine.App(), _engine.App("compatible"), _engine.App("secure") })
        {
            using var answer = await _engine.SendAsync(app, new PushSigner(app).Verification(echo));

            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsStringAsync()).ShouldBe(echo);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    [Theory]
    [InlineData("signature", null, HttpStatusCode.Forbidden)]
    [InlineData("signature", "", HttpStatusCode.Forbidden)]
    [InlineData("signature", "f464b24fc39322e44b38aa78f5edd27bd1441696", HttpStatusCode.Forbidden)]
    [InlineData("signature", "not hexadecimal", HttpStatusCode.Forbidden)]
    [InlineData("timestamp", "1", HttpStatusCode.Forbidden)]
    [InlineData("nonce", "1", HttpStatusCode.Forbidden)]
    [InlineData("timestamp", null, HttpStatusCode.BadRequest)]
    [InlineData("timestamp", "", HttpStatusCode.BadRequest)]
    [InlineData("nonce", null, HttpStatusCode.BadRequest)]
    [InlineData("nonce", "", HttpStatusCode.BadRequest)]
    [InlineData("echostr", null, HttpStatusCode.BadRequest)]
    public async Task Get_WhenAParameterIsMissingOrWrong_IsRefused(string key, string? value, HttpStatusCode status)
    {
        var app = _engine.App();
        using var answer = await _engine.SendAsync(app, new PushSigner(app).Verification("echo").With(key, value));

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("timestamp")]
    [InlineData("nonce")]
    [InlineData("echostr")]
    [InlineData("ECHOSTR")]
    [InlineData("own")]
    public async Task Get_WhenAKeyIsGivenTwice_Is400(string key)
    {
        var app = _engine.App();
        var request = new PushSigner(app).Verification("echo").And("own", "1").And(key, "again");

        using var answer = await _engine.SendAsync(app, request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Get_WhenTheOwnersParametersStandInTheUrl_AreIgnored()
    {
        var app = _engine.App();
        using var answer = await _engine.SendAsync(
            app with { PushUrl = new Uri($"{app.PushUrl}?shop=7") }, new PushSigner(app).Verification("echo"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_WhenSignedWithAnotherToken_Is403_AndTheLogNamesTheSetting()
    {
        var app = _engine.App("unlucky");
        var request = new PushSigner(app with { Token = "anotherToken" }).Verification("echo");

        using var answer = await _engine.SendAsync(app, request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _engine.Log.Text.ShouldContain("WeChatPush:Apps:unlucky:Token");
    }
}
