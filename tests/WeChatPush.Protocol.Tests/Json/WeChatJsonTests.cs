using System.Buffers;
using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol.Tests;

public sealed class WeChatJsonTests
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = WeChatJson.Encoder };

    [Theory]
    [InlineData("你好", "你好")]
    [InlineData("😀👨‍👩‍👧🇨🇳", "😀👨‍👩‍👧🇨🇳")]
    [InlineData("<a href='x?a=1&b=2'>+</a>", "<a href='x?a=1&b=2'>+</a>")]
    [InlineData("é\u00A0\u2028\uFEFF\uE000", "é\u00A0\u2028\uFEFF\uE000")]
    [InlineData("\"\\/", "\\\"\\\\/")]
    [InlineData("\b\t\n\f\r", @"\b\t\n\f\r")]
    [InlineData("\0\u001f\u007f", @"\u0000\u001f\u007f")]
    [InlineData("", "")]
    public void Write_WhenText_ThenOnlyWhatMustBeIsEscaped(string text, string written)
    {
        Write(writer => writer.WriteStringValue(text)).ShouldBe($"\"{written}\"");
        JsonSerializer.Serialize(text, Options).ShouldBe($"\"{written}\"");
    }

    // Not a theory: half a pair does not survive the test runner's own encoding.
    [Fact]
    public void Write_WhenHalfASurrogatePair_ThenReplacementCharacter()
    {
        Write(writer => writer.WriteStringValue("\uD83D")).ShouldBe("\"\uFFFD\"");
        Write(writer => writer.WriteStringValue("a\uDE00b")).ShouldBe("\"a\uFFFDb\"");
        Write(writer => writer.WriteStringValue("\uD83D\uD83D\uDE00\n")).ShouldBe("\"\uFFFD😀\\n\"");
    }

    [Theory]
    [InlineData("你好 😀 <&+'>", "你好 😀 <&+'>")]
    [InlineData("\"\\\u0001", "\\\"\\\\\\u0001")]
    public void Write_WhenUtf8_ThenTheSame(string text, string written) =>
        Write(writer => writer.WriteStringValue(Encoding.UTF8.GetBytes(text))).ShouldBe($"\"{written}\"");

    [Fact]
    public void Write_WhenUtf8IsInvalid_ThenReplacementCharacter() =>
        Write(writer => writer.WriteStringValue([(byte)'a', 0xFF, (byte)'b'])).ShouldBe("\"a\uFFFDb\"");

    [Fact]
    public void Write_WhenPropertyName_ThenTheSameRule() =>
        Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("名😀", "值");
            writer.WriteEndObject();
        }).ShouldBe("{\"名😀\":\"值\"}");

    [Fact]
    public void Write_WhenLongText_ThenNothingIsLostAtBufferEdges()
    {
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? "\n" : i % 3 == 0 ? "😀" : "中"));

        JsonSerializer.Deserialize<string>(Write(writer => writer.WriteStringValue(text))).ShouldBe(text);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions))
            write(writer);

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
