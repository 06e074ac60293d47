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

    private static ApiResult Read(HttpStatusCode status, string body) =>
        ApiAnswer.Read(status, Encoding.UTF8.GetBytes(body), null, Call());

    private static WeChatCall Call() =>
        new() { Request = new() { App = "shop", Api = SendApis.CustomerMessage }, BaseUrl = "https://api.weixin.qq.com" };
}
