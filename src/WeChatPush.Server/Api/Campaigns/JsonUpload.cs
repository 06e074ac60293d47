using System.Text.Json;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Shared;

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
                throw new BadUploadException("body", $"has more than {MaxAround} bytes beside its recipients");
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
            throw new BadUploadException("body", $"is not JSON (line {error.LineNumber + 1})");
        }
    }

    /// <summary>The recipients, as far as they can be read.</summary>
    /// <exception cref="BadUploadException">One of them is none.</exception>
    public IEnumerable<Recipient> ReadRecipients()
    {
        if (_recipients is not { } place)
            yield break;
        var tokens = new JsonTokens(_stream, place);
        tokens.Run(static (ref reader) => reader.Read());
        for (var i = 0L; Next(tokens, i) is { } recipient; i++)
            yield return recipient;
    }

    private static Recipient? Next(JsonTokens tokens, long index)
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
        return element is { } value ? Read(value, $"{Recipients}[{index}]") : null;
    }

    private static Recipient Read(JsonElement element, string path)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            throw new BadUploadException(path, "must be an object with openId");
        var openId = element.TryGetProperty("openId", out var id) ? Text(id, $"{path}.openId") : null;
        if (openId is null)
            throw new BadUploadException($"{path}.openId", "is required");
        if (!BodyReader.IsGiven(element, "values", out var values))
            return new(openId);
        if (values.ValueKind is not JsonValueKind.Object)
            throw new BadUploadException($"{path}.values", "must be an object of fields and their values");
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in values.EnumerateObject())
            read[field.Name] = Text(field.Value, $"{path}.values.{field.Name}");
        return new(openId, read);
    }

    private static string Text(JsonElement value, string path)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                _ => throw new BadUploadException(path, "must be a string or a number"),
            };
        }
        catch (InvalidOperationException)
        {
            throw new BadUploadException(path, "holds text that is not valid Unicode");
        }
    }

    /// <summary>Where the list of recipients begins and ends, if there is one. Goes through everything.</summary>
    private static (long? From, long? To) Find(Stream stream)
    {
        (long? from, long? to) = (null, null);
        var (inAudience, isRecipients, ended) = (false, false, false);
        var tokens = new JsonTokens(stream, 0);
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
