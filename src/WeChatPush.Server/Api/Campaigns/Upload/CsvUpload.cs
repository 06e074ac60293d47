using System.Runtime.CompilerServices;
using System.Text.Unicode;
using CsvHelper;
using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Recipients that came as CSV (RFC 4180, UTF-8): a header with <c>openId</c>, and a column for each field.</summary>
internal static class CsvUpload
{
    private const string OpenId = "openId";
    private const int MaxColumns = 256;
    private const int MaxFieldLength = 16 * 1024;
    // A quote that is never closed would take in the rest of the file.
    private const int MaxRecordBytes = 64 * 1024;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRecordBytes,
        OnMalformedRecord = static record => throw Bad(record.LineNumber, record.Reason switch
        {
            CsvMalformedReason.StrayQuote => "holds a quote inside a field that does not begin with one",
            CsvMalformedReason.UnterminatedQuote => "opens a quote that is never closed",
            _ => "goes on after a closing quote: a quote inside a field is written twice",
        }),
    };

    /// <summary>The recipients, as far as they can be read.</summary>
    /// <exception cref="BadUploadException">A line is not what it should be.</exception>
    public static async IAsyncEnumerable<Recipient> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
        var (columns, place) = Header(await NextAsync(csv, cancellationToken) ? csv : null);
        while (await NextAsync(csv, cancellationToken))
        {
            // A spreadsheet leaves the rows below the last one as commas.
            if (!IsBlank(csv))
                yield return Read(csv, columns, place);
        }
    }

    private static bool IsBlank(CsvReader csv) => csv.RawRecord.IndexOfAnyExcept(", \t\r\n"u8) < 0;

    private static async ValueTask<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            if (!await csv.ReadAsync(cancellationToken))
                return false;
        }
        catch (CsvFormatException tooLong)
        {
            throw TooLong(tooLong.LineNumber);
        }

        // The reader lets a longer record pass that is in its buffer already.
        return csv.RawRecord.Length <= MaxRecordBytes ? true : throw TooLong(csv.LineNumber);
    }

    private static (string[] Columns, int OpenId) Header(CsvReader? csv)
    {
        if (csv is null)
            throw Bad(1, $"must be a header with the column {OpenId}");
        if (csv.FieldCount > MaxColumns)
            throw Bad(csv.LineNumber, $"has {csv.FieldCount} columns, and may have {MaxColumns}");
        string[] columns = [.. Enumerable.Range(0, csv.FieldCount).Select(column => Text(csv, column).Trim())];
        var place = Array.FindIndex(columns, name => name.Equals(OpenId, StringComparison.OrdinalIgnoreCase));
        if (place < 0)
            throw Bad(csv.LineNumber, $"must be a header with the column {OpenId}");
        if (columns.Any(string.IsNullOrEmpty) || columns.Distinct(StringComparer.Ordinal).Count() < columns.Length)
            throw Bad(csv.LineNumber, "must name every column, and each once");
        return (columns, place);
    }

    private static Recipient Read(CsvReader csv, string[] columns, int place)
    {
        if (csv.FieldCount != columns.Length)
            throw Bad(csv.LineNumber, $"has {csv.FieldCount} columns, and the header {columns.Length}");
        var openId = Text(csv, place).Trim();
        if (openId.Length == 0)
            throw Bad(csv.LineNumber, "has no openId");
        if (openId.Length > 128 || openId.Any(character => character is <= ' ' or >= '\x7f'))
            throw Bad(csv.LineNumber, "has an openId that is none");
        if (columns.Length == 1)
            return new(openId);
        var values = new Dictionary<string, string>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            // What is left empty has no value.
            if (i != place && Text(csv, i) is { Length: > 0 } value)
                values[columns[i]] = value;
        }

        return new(openId, values);
    }

    private static string Text(CsvReader csv, int column)
    {
        if (!Utf8.IsValid(csv.GetSpan(column)))
            throw Bad(csv.LineNumber, "is not UTF-8: save the file as CSV UTF-8");
        var text = csv.GetString(column);
        return text.Length <= MaxFieldLength
            ? text
            : throw Bad(csv.LineNumber, $"holds a field of more than {MaxFieldLength} characters: is a quote open?");
    }

    private static BadUploadException TooLong(long line) =>
        Bad(line, $"begins a record of more than {MaxRecordBytes} bytes: is a quote open?");

    private static BadUploadException Bad(long line, string complaint) => new($"line {line}", complaint);
}
