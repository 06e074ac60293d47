using System.Text.Json;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Reads JSON from a file, window by window: what is kept in memory is as large as its largest token.</summary>
internal sealed class JsonTokens
{
    private const int FirstSize = 64 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private bool _isLast;
    private JsonReaderState _state;

    /// <summary>Begins at a place of the file, where a value stands.</summary>
    public JsonTokens(Stream stream, long position)
    {
        _stream = stream;
        _stream.Position = Position = position;
    }

    /// <summary>Reads in the window. False: it needs more than there is.</summary>
    public delegate bool Step(ref Utf8JsonReader reader);

    /// <summary>Where in the file the window begins.</summary>
    public long Position { get; private set; }

    /// <summary>Runs a step, with a larger window if it needs one, and goes on behind what it has read.</summary>
    public void Run(Step step)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
            if (step(ref reader))
            {
                _state = reader.CurrentState;
                _start += (int)reader.BytesConsumed;
                Position += reader.BytesConsumed;
                return;
            }

            if (_isLast)
                throw new JsonException("It ends in the middle.");
            Fill();
        }
    }

    private void Fill()
    {
        var left = _end - _start;
        if (left == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        else if (_start > 0)
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
        (_start, _end) = (0, left);
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isLast = read == 0;
    }
}
