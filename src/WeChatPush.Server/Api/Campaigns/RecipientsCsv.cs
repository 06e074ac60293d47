using System.Globalization;
using CsvHelper;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Writes recipients, with what has become of each, as CSV.</summary>
internal static class RecipientsCsv
{
    // A spreadsheet runs a text that begins like a formula; with ' before it, it stays text.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    private static readonly string[] Outcomes = [.. QueryReader.Words<RecipientOutcome>()];
    private static readonly string[] Reasons = [.. QueryReader.Words<RecipientReason>()];

    // What the writer does not count as the beginning of a formula, and some spreadsheets do: one behind blanks, and the
    // wide signs of a Chinese or Japanese keyboard.
    private static string? Safe(string? text) =>
        text is [not ('\t' or '\r'), ..]
        && text.TrimStart().TrimStart('\uFEFF') is { Length: > 0 } begin
        && (begin[0] is '＝' or '＋' or '－' or '＠' || (begin.Length < text.Length && begin[0] is '=' or '+' or '-' or '@'))
            ? $"'{text}"
            : text;

    /// <summary>Writes page after page; each is sent before the next is read.</summary>
    public static async Task WriteAsync(
        Stream body, Func<string?, ValueTask<RecipientPage>> readPage, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        csv.WriteRecord("openId", "outcome", "errcode", "errmsg", "at", "reason", "msgId");
        string? cursor = null;
        do
        {
            var page = await readPage(cursor);
            foreach (var recipient in page.Items)
            {
                csv.WriteField(Safe(recipient.OpenId));
                csv.WriteField(Outcomes[(int)recipient.Outcome]);
                csv.WriteField((object?)recipient.ErrCode);
                csv.WriteField(Safe(recipient.ErrMsg));
                csv.WriteField(recipient.At?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                csv.WriteField(recipient.Reason is { } reason ? Reasons[(int)reason] : null);
                csv.WriteField(recipient.MsgId);
                await csv.EndRecordAsync(cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
