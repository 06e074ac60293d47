using System.Text;
using WeChatPush.Campaigns;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Recipients that came as CSV: a header with <c>openId</c>, and a column for each field.</summary>
internal static class CsvUpload
{
    private const string OpenId = "openId";

    /// <summary>The recipients, as far as they can be read.</summary>
    /// <exception cref="BadUploadException">A line is not what it should be.</exception>
    public static async IAsyncEnumerable<Recipient> ReadAsync(Stream stream)
    {
        using var text = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true,
            leaveOpen: true);
        var csv = new CsvReader(text);
        var (columns, place) = Header(await csv.ReadAsync());
        while (await csv.ReadAsync() is { } record)
            yield return Read(record, columns, place, csv.Line);
    }

    private static (string[] Columns, int OpenId) Header(IReadOnlyList<string>? record)
    {
        string[] columns = [.. record?.Select(name => name.Trim()) ?? []];
        var place = Array.FindIndex(columns, name => name.Equals(OpenId, StringComparison.OrdinalIgnoreCase));
        if (place < 0)
            throw new BadUploadException("line 1", $"must be a header with the column {OpenId}");
        if (columns.Any(string.IsNullOrEmpty) || columns.Distinct(StringComparer.Ordinal).Count() < columns.Length)
            throw new BadUploadException("line 1", "must name every column, and each once");
        return (columns, place);
    }

    private static Recipient Read(IReadOnlyList<string> record, string[] columns, int place, int line)
    {
        if (record.Count != columns.Length)
            throw new BadUploadException($"line {line}", $"has {record.Count} columns, and the header {columns.Length}");
        var openId = record[place].Trim();
        if (openId.Length == 0)
            throw new BadUploadException($"line {line}", "has no openId");
        if (openId.Length > 128 || openId.Any(character => character is <= ' ' or >= '\x7f'))
            throw new BadUploadException($"line {line}", "has an openId that is none");
        if (columns.Length == 1)
            return new(openId);
        var values = new Dictionary<string, string>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            // What is left empty has no value.
            if (i != place && record[i].Length > 0)
                values[columns[i]] = record[i];
        }

        return new(openId, values);
    }
}
