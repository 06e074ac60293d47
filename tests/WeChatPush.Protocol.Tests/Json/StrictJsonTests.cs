using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol.Tests.Json;

/// <summary>JSON as WeChat and others write it, made so that a strict reader takes it.</summary>
public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{\"a\":\"x\ny\"}", "x\ny")]
    [InlineData("{\"a\":\"\t\u001B\u0014\0\"}", "\t\u001B\u0014\0")]
    [InlineData("\uFEFF\n{\"a\":\"x\"}", "x")]
    [InlineData("{\"a\":\"C:\\dir\"}", "C:\\dir")]
    [InlineData("{\"a\":\"it\\'s\"}", "it's")]
    [InlineData("{\"a\":\"\\u12\"}", "\\u12")]
    [InlineData("{\"a\":\"\\u12G4\"}", "\\u12G4")]
    [InlineData("{\"a\":\"\\\n\"}", "\\\n")]
    [InlineData("{\"a\":\"\\\\\\\"\\/\\b\\f\\n\\r\\t\\u4F60\"}", "\\\"/\b\f\n\r\t你")]
    [InlineData("{\n\t\"a\" :\r\n\"\u007F\"\n}", "\u007F")]
    public void Text_WithRawControlCharactersOrUnknownEscapes_IsReadToTheLetter(string json, string expected)
    {
        using var document = JsonDocument.Parse(WeChatJson.ToStrict(Encoding.UTF8.GetBytes(json)));

        document.RootElement.GetProperty("a").GetString().ShouldBe(expected);
    }

    [Fact]
    public void EveryControlCharacter_InANameAndAValue_IsRead()
    {
        foreach (var code in Enumerable.Range(0, 0x20))
        {
            var text = $"a{(char)code}";
            using var document = JsonDocument.Parse(WeChatJson.ToStrict(Encoding.UTF8.GetBytes($"{{\"{text}\":\"{text}\"}}")));

            document.RootElement.GetProperty(text).GetString().ShouldBe(text);
        }
    }

    [Theory]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":\"x\\")]
    [InlineData("{\"a\":\"x\\\"}")]
    [InlineData("{\"a\":\u00011}")]
    [InlineData("{\\n}")]
    public void Json_ThatIsBrokenOutsideItsStrings_StaysBroken(string json) =>
        Should.Throw<JsonException>(() => JsonDocument.Parse(WeChatJson.ToStrict(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("{\"a\":\"x\"}")]
    [InlineData("{\"a\":\"\\n\\u4F60\"}")]
    [InlineData("{\n \"a\": 1\n}")]
    public void Json_ThatIsStrict_IsNotCopied(string json)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(json);

        WeChatJson.ToStrict(body).ShouldBe(body);
    }
}
