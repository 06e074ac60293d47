using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace WeChatPush.Protocol.Tests;

public sealed class PushReplyTests
{
    private const string User = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY";
    private const string Account = "gh_97417a04a28d";

    [Fact]
    public void Success_WhenSent_ThenSevenLettersWithoutQuotes() =>
        Encoding.UTF8.GetString(PushReply.Success.Span).ShouldBe("success");

    [Fact]
    public void TransferToCustomerService_WhenXml_ThenAddressedToTheUser() =>
        Text(PushReply.TransferToCustomerService(PushFormat.Xml, User, Account, 1399197672)).ShouldBe(
            $"<xml><ToUserName><![CDATA[{User}]]></ToUserName><FromUserName><![CDATA[{Account}]]></FromUserName>" +
            "<CreateTime>1399197672</CreateTime><MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>");

    [Fact]
    public void TransferToCustomerService_WhenJson_ThenAddressedToTheUser() =>
        Text(PushReply.TransferToCustomerService(PushFormat.Json, User, Account, 1399197672)).ShouldBe(
            $$"""{"ToUserName":"{{User}}","FromUserName":"{{Account}}","CreateTime":""" +
            """1399197672,"MsgType":"transfer_customer_service"}""");

    [Theory]
    [InlineData("""{"ToUserName":"gh_97417a04a28d","FromUserName":"oUser","MsgType":"text","Content":"hi"}""")]
    [InlineData("<xml><ToUserName>gh_97417a04a28d</ToUserName><FromUserName>oUser</FromUserName><A>1</A></xml>")]
    public void TransferToCustomerService_WhenMessage_ThenItsFormatAndNamesSwapped(string push)
    {
        PushReader.Read(Encoding.UTF8.GetBytes(push), out var message).ShouldBe(ReadOutcome.Ok);

        var body = PushReply.TransferToCustomerService(message, 1399197672);

        PushReader.ReadHeader(body, out var reply).ShouldBe(ReadOutcome.Ok);
        reply.ShouldBe(new PushHeader
        {
            Format = message.Format,
            MsgType = "transfer_customer_service",
            ToUserName = "oUser",
            FromUserName = "gh_97417a04a28d",
            CreateTime = 1399197672,
        });
    }

    [Fact]
    public void TransferToCustomerService_WhenNoSender_ThenArgumentException()
    {
        PushReader.Read("""{"InfoType":"x"}"""u8.ToArray(), out var message).ShouldBe(ReadOutcome.Ok);

        Should.Throw<ArgumentException>(() => PushReply.TransferToCustomerService(message, 1399197672));
    }

    [Fact]
    public void Error_WhenXml_ThenAsDocumented() =>
        Text(PushReply.Error(PushFormat.Xml, 0, "success"))
            .ShouldBe("<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>");

    [Fact]
    public void Error_WhenJson_ThenAsDocumented() =>
        Text(PushReply.Error(PushFormat.Json, 0, "success")).ShouldBe("""{"ErrCode":0,"ErrMsg":"success"}""");

    [Theory]
    [InlineData("]]>")]
    [InlineData("]]]]>>")]
    [InlineData("a]]><b>&amp;</b>]]>")]
    [InlineData("]]><![CDATA[")]
    [InlineData("没有处理程序 😀 <&>\"'")]
    public void Error_WhenMessageIsAwkward_ThenItArrivesToTheLetter(string message)
    {
        var xml = XDocument.Parse(Text(PushReply.Error(PushFormat.Xml, -1, message)));
        var json = JsonDocument.Parse(PushReply.Error(PushFormat.Json, -1, message));

        xml.Root!.Element("ErrMsg")!.Value.ShouldBe(message);
        json.RootElement.GetProperty("ErrMsg").GetString().ShouldBe(message);
        json.RootElement.GetProperty("ErrCode").GetInt32().ShouldBe(-1);
    }

    [Fact]
    public void Error_WhenMessageIsNotText_ThenTheXmlIsStillWellFormed()
    {
        var xml = XDocument.Parse(Text(PushReply.Error(PushFormat.Xml, 1, "a\b\0\uD83Db")));

        xml.Root!.Element("ErrMsg")!.Value.ShouldBe("a\uFFFD\uFFFD\uFFFDb");
    }

    [Fact]
    public void Sealed_WhenOfficialReply_ThenTheOfficialBody()
    {
        var (encrypt, signature) = (Vector.OfficialReply.Encrypt, Vector.OfficialReply.Signature);

        Text(PushReply.Sealed(encrypt, "AAAAA", PushFormat.Json, 1713424427, "415670741")).ShouldBe(
            $$"""{"Encrypt":"{{encrypt}}","MsgSignature":"{{signature}}","TimeStamp":""" +
            """1713424427,"Nonce":"415670741"}""");
    }

    [Fact]
    public void EncryptedReply_WhenXml_ThenItsOwnSignatureAndTheReply()
    {
        var vector = Vector.Xml;
        var cipher = new PushCipher(vector.Key, vector.AppId);

        var body = PushReply.EncryptedReply(cipher, vector.Token, PushFormat.Xml, "<xml/>"u8, 1714112446, "n]]>n");

        var xml = XDocument.Parse(Text(body)).Root!;
        var encrypt = xml.Element("Encrypt")!.Value;
        xml.Element("TimeStamp")!.Value.ShouldBe("1714112446");
        xml.Element("Nonce")!.Value.ShouldBe("n]]>n");
        xml.Element("MsgSignature")!.Value.ShouldBe(
            PushSignature.ComputeEncrypted(vector.Token, "1714112446", "n]]>n", encrypt));
        cipher.Decrypt(Encoding.UTF8.GetBytes(encrypt), out var reply).ShouldBe(DecryptOutcome.Ok);
        Text(reply).ShouldBe("<xml/>");
    }

    [Fact]
    public void EncryptedReply_WhenJson_ThenReadableAsAnEnvelope()
    {
        var vector = Vector.OfficialReply;
        var cipher = new PushCipher(vector.Key, vector.AppId);
        var reply = PushReply.Error(PushFormat.Json, 0, "success");

        var body = PushReply.EncryptedReply(cipher, vector.Token, PushFormat.Json, reply, 1714112446, "415670741");

        PushEnvelope.Read(body, out var envelope).ShouldBe(ReadOutcome.Ok);
        cipher.Decrypt(envelope.Encrypt.Span, out var decrypted).ShouldBe(DecryptOutcome.Ok);
        decrypted.ShouldBe(reply);
    }

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);
}
