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

    /// <summary>Writes page after page; each is sent before the next is read.</summary>
    public static async Task WriteAsync(
        Stream body, Func<string?, ValueTask<RecipientPage>> readPage, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(body, Options, leaveOpen: true);
        csv.WriteRecord("openId", "outcome", "errcode", "errmsg", "at", "reason");
        string? cursor = null;
        do
        {
            var page = await readPage(cursor);
            foreach (var recipient in page.Items)
            {
                csv.WriteField(recipient.OpenId);
                csv.WriteField(Outcomes[(int)recipient.Outcome]);
                csv.WriteField((object?)recipient.ErrCode);
                csv.WriteField(recipient.ErrMsg);
                csv.WriteField(recipient.At?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                csv.WriteField(recipient.Reason is { } reason ? Reasons[(int)reason] : null);
                await csv.EndRecordAsync(cancellationToken);
            }

            await csv.FlushAsync(cancellationToken);
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
