using System.Text.Json;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>
/// A campaign that came as one JSON document. First it is gone through for the place where its recipients lie; what is
/// around them is small and read as a whole, and they are read one by one.
/// </summary>
internal sealed class JsonUpload
{
    private const int MaxAround = 64 * 1024;
    private const string Recipients = "audience.recipients";

    private readonly Stream _stream;
    private readonly long? _recipients;

    private JsonUpload(Stream stream, long? recipients, byte[] plan) => (_stream, _recipients, Plan) = (stream, recipients, plan);

    /// <summary>Everything but the recipients, as JSON.</summary>
    public byte[] Plan { get; }

    /// <summary>Goes through it.</summary>
    /// <exception cref="BadUploadException">It is not JSON, or too much of it is not recipients.</exception>
    public static JsonUpload Open(Stream stream)
    {
        try
        {
            var (from, to) = Find(stream);
            var around = stream.Length - ((to - from) ?? 0);
            if (around > MaxAround)
                throw new BadUploadException(BodyErrors.Whole, $"has more than {MaxAround} bytes beside its recipients");
            var plan = new byte[around + 2];
            stream.Position = 0;
            if (from is not { } start || to is not { } end)
            {
                stream.ReadExactly(plan, 0, (int)around);
                return new(stream, null, plan[..^2]);
            }

            stream.ReadExactly(plan, 0, (int)start);
            "[]"u8.CopyTo(plan.AsSpan((int)start));
            stream.Position = end;
            stream.ReadExactly(plan, (int)start + 2, (int)(stream.Length - end));
            return new(stream, start, plan);
        }
        catch (JsonException error)
        {
            throw new BadUploadException(BodyErrors.Whole, $"is not JSON (line {error.LineNumber + 1})");
        }
    }

    /// <summary>The recipients, as far as they can be read.</summary>
    /// <exception cref="BadUploadException">One of them is none, or more: the rest is looked at too.</exception>
    public IEnumerable<Recipient> ReadRecipients()
    {
        if (_recipients is not { } place)
            yield break;
        var tokens = new JsonTokens(_stream, place);
        tokens.Run(static (ref reader) => reader.Read());
        var errors = new BodyErrors();
        for (var i = 0L; !errors.IsFull && Next(tokens) is { } element; i++)
        {
            var recipient = BodyReader<RecipientRequest>.Read(element, BodyPath.Item(Recipients, i), errors);
            if (!errors.Any)
                yield return recipient.ToRecipient();
        }

        if (errors.Any)
            throw new BadUploadException(errors.ToDictionary());
    }

    private static JsonElement? Next(JsonTokens tokens)
    {
        JsonElement? element = null;
        tokens.Run((ref reader) =>
        {
            if (!reader.Read())
                return false;
            if (reader.TokenType is JsonTokenType.EndArray)
                return true;
            if (!JsonElement.TryParseValue(ref reader, out element))
                return false;
            return true;
        });
        return element;
    }

    private static int MarkLength(Stream stream)
    {
        Span<byte> start = stackalloc byte[RequestBody.Mark.Length];
        stream.Position = 0;
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length].SequenceEqual(RequestBody.Mark) ? length : 0;
    }

    /// <summary>Where the list of recipients begins and ends, if there is one. Goes through everything.</summary>
    private static (long? From, long? To) Find(Stream stream)
    {
        (long? from, long? to) = (null, null);
        var (inAudience, isRecipients, ended) = (false, false, false);
        var tokens = new JsonTokens(stream, MarkLength(stream));
        while (!ended)
        {
            tokens.Run((ref reader) =>
            {
                if (!reader.Read())
                {
                    ended = tokens.Position + reader.BytesConsumed == stream.Length || reader.IsFinalBlock;
                    return ended;
                }

                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                        inAudience = reader.ValueTextEquals("audience"u8);
                        break;
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 2:
                        isRecipients = inAudience && reader.ValueTextEquals("recipients"u8);
                        break;
                    case JsonTokenType.StartArray when reader.CurrentDepth == 2 && isRecipients && from is null:
                        from = tokens.Position + reader.TokenStartIndex;
                        break;
                    case JsonTokenType.EndArray when reader.CurrentDepth == 2 && isRecipients && to is null:
                        to = tokens.Position + reader.BytesConsumed;
                        break;
                }

                return true;
            });
        }

        return (from, to);
    }
}
