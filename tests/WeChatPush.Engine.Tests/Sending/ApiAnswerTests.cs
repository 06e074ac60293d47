using System.Net;
using System.Text;
using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class ApiAnswerTests
{
    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", ErrorClass.Sent, 0)]
    [InlineData("""{"errcode":"40003","errmsg":"x"}""", ErrorClass.User, 40003)]
    [InlineData("""{"errCode":-1,"errMsg":"system error"}""", ErrorClass.Busy, -1)]
    [InlineData("\uFEFF{\"errcode\":0}", ErrorClass.Sent, 0)]
    [InlineData("""  {"errcode":45009}  """, ErrorClass.Quota, 45009)]
    [InlineData("\n\uFEFF\n{\"errcode\":0}", ErrorClass.Sent, 0)]
    [InlineData("{\"errcode\":40003,\"errmsg\":\"a\nb\t\u001B\u0014\\q\"}", ErrorClass.User, 40003)]
    [InlineData("""{"errcode":45011}""", ErrorClass.Rate, 45011)]
    [InlineData("""{"msgid":3248682510344192008}""", ErrorClass.Sent, null)]
    [InlineData("""{"msgid":0}""", ErrorClass.Uncertain, null)]
    [InlineData("""{"msgid":7,"errcode":null}""", ErrorClass.Uncertain, null)]
    [InlineData("{}", ErrorClass.Uncertain, null)]
    [InlineData("", ErrorClass.Uncertain, null)]
    [InlineData("[0]", ErrorClass.Uncertain, null)]
    [InlineData("""{"errcode":0""", ErrorClass.Uncertain, null)]
    [InlineData("""{"errcode":null}""", ErrorClass.Uncertain, null)]
    [InlineData("""{"errcode":"\ud800"}""", ErrorClass.Uncertain, null)]
    [InlineData("""{"errcode":99999999999}""", ErrorClass.Uncertain, null)]
    public void Read_OfA200_GoesByItsCode(string body, ErrorClass @class, int? errCode)
    {
        var result = Read(HttpStatusCode.OK, body);

        result.Class.ShouldBe(@class);
        result.ErrCode.ShouldBe(errCode);
    }

    [Theory]
    [InlineData("3248682510344192008", "3248682510344192008")]
    [InlineData("\"3248682510344192008\"", "3248682510344192008")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", null)]
    [InlineData("3.2e18", null)]
    [InlineData("-7", null)]
    [InlineData("0", null)]
    [InlineData("\"x\"", null)]
    [InlineData("null", null)]
    public void Read_OfAMsgId_KeepsEveryDigit(string json, string? msgId) =>
        Read(HttpStatusCode.OK, $$"""{"errcode":0,"msgid":{{json}}}""").MsgId.ShouldBe(msgId);

    [Fact]
    public void Read_OfAClientErrorWithJson_GoesByItsCode()
    {
        Read(HttpStatusCode.Forbidden, """{"errcode":48001,"errmsg":"api unauthorized"}""")
            .Class.ShouldBe(ErrorClass.Operator);
    }

    [Fact]
    public void Read_OfAGatewaysError_GoesByTheStatus_WhateverTheBody()
    {
        Read(HttpStatusCode.BadGateway, """{"errcode":0}""").Class.ShouldBe(ErrorClass.Busy);
        Read(HttpStatusCode.GatewayTimeout, """{"errcode":0}""").Class.ShouldBe(ErrorClass.Uncertain);
    }

    [Fact]
    public void Read_OfALongMessage_CutsItToOneBearableLine()
    {
        var result = Read(
            HttpStatusCode.OK, $$"""{"errcode":47003,"errmsg":"a\r\nb\u0000{{new string('x', 5000)}}"}""");

        result.ErrMsg!.ShouldStartWith("a  b x");
        result.ErrMsg!.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public void Read_OfAMessageThatIsNotText_KeepsTheCode()
    {
        byte[] body = [.. "{\"errcode\":43101,\"errmsg\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var result = ApiAnswer.Read(HttpStatusCode.OK, body, null, Call());

        result.ErrCode.ShouldBe(43101);
        result.ErrMsg.ShouldBeNull();
    }

    [Fact]
    public void Read_OfAnAnswerWithControlCharacters_GivesJsonThatOtherReadersTake()
    {
        var result = Read(HttpStatusCode.OK, "\uFEFF{\"errcode\":0,\"errmsg\":\"o\nk\",\"data\":[{\"priTmplId\":\"T\",\"content\":\"姓名:{{name1.DATA}}\n\"}]}");

        result.ErrMsg.ShouldBe("o k");
        System.Text.Json.JsonElement.Parse(result.Answer.Span).GetProperty("errcode").GetInt32().ShouldBe(0);
        TemplateAnswer.Read(result.Answer).ShouldNotBeNull().ShouldHaveSingleItem().TemplateId.ShouldBe("T");
    }

    [Fact]
    public void Read_OfAFile_GivesItToTheByte()
    {
        byte[] file = [0xFF, 0xD8, 0x00, 0x0A, (byte)'"', 0x01, (byte)'\\', (byte)'"'];
        var call = new WeChatCall { Request = new() { App = "shop", Api = "/media", AnswersFile = true }, BaseUrl = "https://api.weixin.qq.com" };

        var result = ApiAnswer.Read(HttpStatusCode.OK, file, "image/jpeg", call);

        result.Answer.ToArray().ShouldBe(file);
        ApiAnswer.Read(HttpStatusCode.OK, "\uFEFF {\"errcode\":40007}"u8.ToArray(), null, call).ErrCode.ShouldBe(40007);
    }

    private static ApiResult Read(HttpStatusCode status, string body) =>
        ApiAnswer.Read(status, Encoding.UTF8.GetBytes(body), null, Call());

    private static WeChatCall Call() =>
        new() { Request = new() { App = "shop", Api = SendApis.CustomerMessage }, BaseUrl = "https://api.weixin.qq.com" };
}
