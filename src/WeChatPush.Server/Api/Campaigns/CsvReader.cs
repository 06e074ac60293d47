using System.Text;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Reads CSV as RFC 4180 describes it, record by record; lines may end in LF too, and empty ones are passed over.</summary>
internal sealed class CsvReader(TextReader text)
{
    // A quote that is never closed would take in the rest of the file.
    private const int LongestField = 16 * 1024;
    private const int End = -1;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _field = new();
    private int _at;
    private int _length;
    private int _line = 1;

    /// <summary>The line on which the last record begins.</summary>
    public int Line { get; private set; }

    /// <summary>The fields of the next record; <see langword="null"/>: there is none.</summary>
    /// <exception cref="BadUploadException">The quotes are wrong.</exception>
    public async ValueTask<IReadOnlyList<string>?> ReadAsync()
    {
        int next;
        while ((next = await PeekAsync()) is '\r' or '\n')
            Take();
        if (next is End)
            return null;
        Line = _line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(await PeekAsync() is '"' ? await QuotedAsync() : await BareAsync());
            if (await PeekAsync() is ',')
            {
                Take();
                continue;
            }

            if (await PeekAsync() is '\r')
                Take();
            if (await PeekAsync() is '\n')
                Take();
            return fields;
        }
    }

    private async ValueTask<string> BareAsync()
    {
        _field.Clear();
        while (await PeekAsync() is not (',' or '\r' or '\n' or End) and var next)
        {
            if (next is '"')
                throw Bad("holds a quote inside a field that does not begin with one");
            Append(Take());
        }

        return _field.ToString();
    }

    private async ValueTask<string> QuotedAsync()
    {
        _field.Clear();
        Take();
        while (true)
        {
            switch (await PeekAsync())
            {
                case End:
                    throw Bad("opens a quote that is never closed");
                case '"':
                    Take();
                    if (await PeekAsync() is '"')
                    {
                        Append(Take());
                        break;
                    }

                    if (await PeekAsync() is not (',' or '\r' or '\n' or End))
                        throw Bad("goes on after a closing quote: a quote inside a field is written twice");
                    return _field.ToString();
                default:
                    Append(Take());
                    break;
            }
        }
    }

    private void Append(char character)
    {
        if (_field.Length == LongestField)
            throw Bad($"holds a field of more than {LongestField} characters: is a quote open?");
        _field.Append(character);
    }

    private async ValueTask<int> PeekAsync()
    {
        if (_at == _length)
        {
            try
            {
                (_at, _length) = (0, await text.ReadAsync(_buffer));
            }
            catch (DecoderFallbackException)
            {
                throw new BadUploadException($"line {_line}", "or one after it is not UTF-8");
            }
        }

        return _length == 0 ? End : _buffer[_at];
    }

    private char Take()
    {
        if (_buffer[_at] is '\n')
            _line++;
        return _buffer[_at++];
    }

    private BadUploadException Bad(string complaint) => new($"line {Line}", complaint);
}
