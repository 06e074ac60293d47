using System.Text;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Campaigns;

namespace WeChatPush.Server.Tests.Api.Campaigns;

/// <summary><see cref="CsvUpload"/>: what it reads, and what a file can do to it that was not meant to be read.</summary>
public sealed class CsvUploadTests
{
    [Theory]
    [InlineData("\uFEFF\"openId\",\"name\"\noA,x\n")]
    [InlineData("\n\r\nopenId,name\r\n\r\noA,x")]
    [InlineData("openId,name\roA,x\r")]
    [InlineData(" OPENID ,\" name\"\r\n oA ,x\r\n")]
    [InlineData("openId,name\r\noA,x\r\n,\r\n,,,,\r\n , \r\n")]
    public async Task Read_OfAnyLineEndingAndQuoting_IsTheSame(string csv) =>
        (await ReadAsync(csv)).Select(Words).ShouldBe(["oA name=x"]);

    [Fact]
    public async Task Read_OfUtf16WithItsMark_IsTheSame() =>
        (await ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("openId,name\noA,明\n")])).Select(Words)
            .ShouldBe(["oA name=明"]);

    [Theory]
    [InlineData("openId,name\noA,\"a\r\nb\"\noB,\"c\"\"\nd\"\"\"\n\noC\n", 7, "has 1 columns, and the header 2")]
    [InlineData("openId,name\roA,\"a\rb\"\roB\r", 4, "has 1 columns, and the header 2")]
    [InlineData("openId,name\r\noA,x,y\r\n", 2, "has 3 columns, and the header 2")]
    [InlineData("\n\nname\noA\n", 3, "must be a header with the column openId")]
    [InlineData("openId,name\noA,x\noB,\"y\n\noC,z\n", 3, "opens a quote that is never closed")]
    [InlineData("openId,\"name\noA,x\n", 1, "opens a quote that is never closed")]
    [InlineData("openId,name\noA,\"\n", 2, "opens a quote that is never closed")]
    [InlineData("openId,name\noA,x\noB,y\"y\"\n", 3, "holds a quote inside a field that does not begin with one")]
    [InlineData("openId,name\noA, \"x\"\n", 2, "holds a quote inside a field that does not begin with one")]
    [InlineData("openId,na\"me\noA,x\n", 1, "holds a quote inside a field that does not begin with one")]
    [InlineData("openId,name\noA,\"x\"y\n", 2, "goes on after a closing quote: a quote inside a field is written twice")]
    [InlineData("openId,name\noA,\"x\" \n", 2, "goes on after a closing quote: a quote inside a field is written twice")]
    [InlineData("openId,name\no\0A,x\n", 2, "has an openId that is none")]
    [InlineData("\0\0\0\0\n\0\n", 1, "must be a header with the column openId")]
    public async Task Read_OfALineThatIsWrong_NamesIt(string csv, int line, string complaint) =>
        await IsBadAsync(csv, line, complaint);

    [Fact]
    public async Task Read_OfNulInAValue_KeepsIt() =>
        (await ReadAsync("openId,name\noA,x\0\n")).Select(Words).ShouldBe(["oA name=x\0"]);

    [Theory]
    [InlineData("openId,name\noA,x\noB,", "FF", "\noC,z\n", 3)]
    [InlineData("openId,name\noA,\"x\nx\"\noB,\"", "C0AF", "\"\n", 4)]
    [InlineData("openId,name\noA,", "EDA080", "", 2)]
    [InlineData("openId,name\noA,x", "E698", "", 2)]
    [InlineData("openId,na", "E9", "me\noA,x\n", 1)]
    public async Task Read_OfBytesThatAreNotUtf8_NamesTheirLine(string before, string bytes, string after, int line)
    {
        byte[] csv = [.. Encoding.UTF8.GetBytes(before), .. Convert.FromHexString(bytes), .. Encoding.UTF8.GetBytes(after)];

        await IsBadAsync(csv, line, "is not UTF-8: save the file as CSV UTF-8");
    }

    [Fact]
    public async Task Read_OfTooManyColumns_SaysHowManyThereMayBe()
    {
        var widest = $"openId{Columns(255)}\noA{Columns(255)}\n";

        (await ReadAsync(widest)).Count.ShouldBe(1);
        await IsBadAsync($"{widest}oB{Columns(9_999)}\n", 3, "has 10000 columns, and the header 256");
        await IsBadAsync($"openId{Columns(256)}\noA\n", 1, "has 257 columns, and may have 256");
        await IsBadAsync($"openId{Columns(9_999)}\noA\n", 1, "has 10000 columns, and may have 256");
    }

    [Fact]
    public async Task Read_OfAField_TakesAsManyCharactersAsItMay()
    {
        var longest = new string('明', 16 * 1024);

        (await ReadAsync($"openId,name\noA,{longest}\n")).Select(Words).ShouldBe([$"oA name={longest}"]);
        await IsBadAsync($"openId,name\noA,{longest}x\n", 2, "holds a field of more than 16384 characters: is a quote open?");
    }

    [Fact]
    public async Task Read_OfARecord_TakesAsManyBytesAsItMay_WhereverItLies()
    {
        // What is in the reader's buffer already must be no exception.
        for (var before = 0; before < 70_000; before += 997)
        {
            var (head, fields) = ($"openId{Columns(8)}\n", string.Concat(Enumerable.Repeat($",{new string('x', 8191)}", 8)));
            var filler = string.Concat(Enumerable.Repeat($"oA,,,,,,,,{new string('y', 87)}\n", before / 98));
            var line = 2 + (before / 98);

            (await ReadAsync($"{head}{filler}{fields.Insert(0, "o")[..^1]}\n")).Count.ShouldBe(line - 1);
            await IsBadAsync($"{head}{filler}oo{fields}\n", line, "begins a record of more than 65536 bytes: is a quote open?");
        }
    }

    [Theory]
    [InlineData("openId,name\noA,\"", 'x', 2)]
    [InlineData("openId,name\noA,", 'x', 2)]
    [InlineData("openId,name\noA,x\n", ',', 3)]
    [InlineData("openId,name\n\"", '"', 2)]
    [InlineData("openId,name\n\"", '\n', 2)]
    [InlineData("openId,name\n", '\0', 2)]
    [InlineData("openId", ',', 1)]
    [InlineData("\"", 'x', 1)]
    public async Task Read_OfOneRecordOf50Megabytes_GivesUpEarly(string begin, char filling, int line)
    {
        using var csv = new EndlessText(begin, filling, 50_000_000);

        await IsBadAsync(csv, line, "begins a record of more than 65536 bytes: is a quote open?");
        csv.BytesRead.ShouldBeLessThan(256 * 1024);
    }

    [Fact]
    public async Task Read_HoldsNoMoreThanIsAskedFor()
    {
        using var csv = new EndlessText("openId\noA\noB\n", 'x', 50_000_000);
        await using var recipients = CsvUpload.ReadAsync(csv).GetAsyncEnumerator();

        (await recipients.MoveNextAsync()).ShouldBeTrue();
        recipients.Current.OpenId.ShouldBe("oA");
        csv.BytesRead.ShouldBeLessThan(256 * 1024);
    }

    private static string Columns(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $",c{i}"));

    private static string Words(Recipient recipient) =>
        $"{recipient.OpenId} {string.Join(' ', recipient.Values!.Select(value => $"{value.Key}={value.Value}"))}";

    private static Task<List<Recipient>> ReadAsync(string csv) => ReadAsync(Encoding.UTF8.GetBytes(csv));

    private static async Task<List<Recipient>> ReadAsync(byte[] csv)
    {
        using var stream = new MemoryStream(csv);
        return await CsvUpload.ReadAsync(stream).ToListAsync();
    }

    private static Task IsBadAsync(string csv, int line, string complaint) =>
        IsBadAsync(Encoding.UTF8.GetBytes(csv), line, complaint);

    private static async Task IsBadAsync(byte[] csv, int line, string complaint)
    {
        using var stream = new MemoryStream(csv);
        await IsBadAsync(stream, line, complaint);
    }

    private static async Task IsBadAsync(Stream csv, int line, string complaint)
    {
        var bad = await Should.ThrowAsync<BadUploadException>(async () => await CsvUpload.ReadAsync(csv).CountAsync());
        var (field, complaints) = bad.Errors.ShouldHaveSingleItem();
        (field, complaints.ShouldHaveSingleItem()).ShouldBe(($"line {line}", complaint));
    }
}
