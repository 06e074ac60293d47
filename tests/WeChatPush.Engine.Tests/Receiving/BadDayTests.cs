using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Receiving;

/// <summary>Bodies that no correct client writes.</summary>
public sealed class BadDayTests(ReceivingFixture fixture) : IClassFixture<ReceivingFixture>
{
    private readonly EngineUnderTest _engine = fixture.Engine;

    public static TheoryData<string, string> Readable => new()
    {
        { "byte order mark, JSON", "\uFEFF{\"MsgType\":\"text\",\"MsgId\":1,\"FromUserName\":\"o\",\"Content\":\"x\"}" },
        { "byte order mark, XML", "\uFEFF<xml><MsgType>text</MsgType><MsgId>2</MsgId><Content>x</Content></xml>" },
        { "white space before", " \r\n\t<xml><MsgType>text</MsgType><MsgId>3</MsgId></xml>\n" },
        { "XML declaration", "<?xml version=\"1.0\"?><xml><MsgType>text</MsgType><MsgId>4</MsgId></xml>" },
        { "control character in XML", "<xml><MsgType>text</MsgType><MsgId>5</MsgId><Content><![CDATA[a\bb]]></Content></xml>" },
        { "control character in JSON", """{"MsgType":"text","MsgId":6,"Content":"a\bb\u0000"}""" },
        { "raw control characters in JSON", "{\"MsgType\":\"text\",\"MsgId\":15,\"Content\":\"a\nb\t\u001B\u0014\0\\q\"}" },
        { "end of CDATA as a user types it", "<xml><MsgType>text</MsgType><MsgId>16</MsgId><Content><![CDATA[<status><![CDATA[ok]]></status> a]]> & b]]></Content></xml>" },
        { "a field twice", """{"MsgType":"text","MsgId":17,"MsgType":"event"}""" },
        { "lone surrogate", """{"MsgType":"text","MsgId":7,"FromUserName":"o","Content":"\ud83d \ude00\ud83d"}""" },
        { "end of CDATA inside", "<xml><MsgType>text</MsgType><MsgId>8</MsgId><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>" },
        { "nested to the limit", $$"""{"MsgType":"text","MsgId":9,"a":{{new string('[', 63)}}{{new string(']', 63)}}}""" },
        { "MsgId as text", """{"MsgType":"text","MsgId":"18446744073709551615","FromUserName":"o"}""" },
        { "MsgId beyond a double", """{"MsgType":"text","MsgId":9007199254740993,"FromUserName":"o"}""" },
        { "time beyond 2038", """{"MsgType":"text","MsgId":12,"FromUserName":"o","CreateTime":4102444800}""" },
        { "time as text", """{"MsgType":"event","Event":"x","FromUserName":"o","CreateTime":"1700000000"}""" },
        { "time beyond all calendars", """{"MsgType":"event","Event":"x","FromUserName":"o","CreateTime":99999999999999}""" },
        { "negative time", """{"MsgType":"event","Event":"x","FromUserName":"o","CreateTime":-5}""" },
        { "no sender", """{"MsgType":"event","Event":"weapp_audit_success","CreateTime":1}""" },
        { "notice without a type", """{"InfoType":"component_verify_ticket","AppId":"wx1","CreateTime":1}""" },
        { "notice in XML", "<xml><InfoType>unauthorized</InfoType><AppId>wx1</AppId></xml>" },
        { "unknown type", """{"MsgType":"hologram","MsgId":13,"FromUserName":"o"}""" },
        { "unknown event", """{"MsgType":"event","Event":"future_event","FromUserName":"o","CreateTime":2}""" },
        { "type in capitals", """{"MsgType":"TEXT","MsgId":14,"FromUserName":"o"}""" },
    };

    public static TheoryData<string, string> Unreadable => new()
    {
        { "nothing", "" },
        { "white space", " \n" },
        { "only a byte order mark", "\uFEFF" },
        { "empty object", "{}" },
        { "empty element", "<xml/>" },
        { "plain words", "hello" },
        { "a list", "[1]" },
        { "cut off JSON", """{"MsgType":"text","MsgId":1""" },
        { "cut off XML", "<xml><MsgType>text</MsgType>" },
        { "trailing garbage, JSON", """{"MsgType":"text","MsgId":1}x""" },
        { "trailing garbage, XML", "<xml><MsgType>text</MsgType></xml><more/>" },
        { "document type", "<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>" },
        { "external entity", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><xml><MsgType>&a;</MsgType></xml>" },
        { "entities that grow", "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><xml><MsgType>&b;</MsgType></xml>" },
        { "unknown entity", "<xml><MsgType>&nbsp;</MsgType></xml>" },
        { "too deep, JSON", new string('[', 30_000) },
        { "too deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 9_000)) },
        { "too deep, XML", string.Concat(Enumerable.Repeat("<a>", 20_000)) },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task APush_WhenItIsStrangeButWhole_IsStoredToTheLetter(string what, string body)
    {
        foreach (var mode in new[] { WireMode.Plaintext, WireMode.Secure })
        {
            var app = _engine.App(mode == WireMode.Plaintext ? "shop" : "secure", mode);
            await _engine.PushAsync(app, new PushBuilder(app, "o", fixture.Time).Raw(Encoding.UTF8.GetBytes(body)));

            (await _engine.StoredAsync(app.Name)).Select(push => Encoding.UTF8.GetString(push.Body.ToArray())).ShouldContain(body, what);
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task ABody_WhenItIsNoPush_Is400WithoutAWord(string what, string body)
    {
        using var answer = await SendAsync(Encoding.UTF8.GetBytes(body));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, what);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        _engine.Log.GetSnapshot().ShouldAllBe(record => record.Exception == null);
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    public async Task ABody_WhenItIsNotUtf8_Is400(string hex)
    {
        byte[] body = [.. "{\"MsgType\":\"text\",\"MsgId\":1,\"Content\":\""u8, .. Convert.FromHexString(hex), .. "\"}"u8];
        using var answer = await SendAsync(body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=gbk")]
    public async Task AContentType_IsNotBelieved(string? contentType)
    {
        var app = _engine.App();
        var request = new PushSigner(app).Push(new PushBuilder(app, "o").Text("hi"));
        using var message = request.ToMessage(app.PushUrl);
        message.Content!.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        using var answer = await _engine.SendAsync(message);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("success");
    }

    [Fact]
    public async Task LargeNumbers_ComeOutAsTheyWentIn()
    {
        var app = _engine.App("named") with { OriginalId = ReceivingFixture.OriginalId };
        await _engine.PushAsync(app, new PushBuilder(app, "o")
        {
            MsgId = long.MaxValue, CreateTime = 4_102_444_800,
        }.Text("hi"));

        var push = (await _engine.StoredAsync("named")).Single(stored => stored.CreateTime == 4_102_444_800);
        PushReader.Read(push.Body, out var message).ShouldBe(ReadOutcome.Ok);
        message.MsgId.ShouldBe("9223372036854775807");
    }

    private Task<HttpResponseMessage> SendAsync(byte[] body)
    {
        var app = _engine.App();
        return _engine.SendAsync(app, new PushSigner(app).Push(new PushBuilder(app, "o").Text("")) with { Body = body });
    }
}
