using System.Buffers;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// Checks a body of <c>custom/send</c> before a call is spent on it, and rewrites it: the caller may have escaped its
/// characters, which WeChat would show to the user.
/// </summary>
internal static class CustomerMessageReader
{
    private const int MaxToUser = 128;

    /// <summary>The fields each kind must have; the second says whether the field may be empty.</summary>
    private static readonly Dictionary<string, (string Field, bool MayBeEmpty)[]> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = [("content", false)],
        ["image"] = [("media_id", false)],
        ["link"] = [("title", false), ("description", true), ("url", false), ("thumb_url", true)],
        ["miniprogrampage"] = [("title", false), ("pagepath", false), ("thumb_media_id", false)],
    };

    /// <summary>What a card may have beside; which mini program it belongs to is not said on every page.</summary>
    private static readonly Dictionary<string, string[]> Optional = new(StringComparer.Ordinal)
    {
        ["miniprogrampage"] = ["appid"],
    };

    /// <summary>What a body may have beside its content: the account that sends, the sub-merchant, the label of an AI's text.</summary>
    private static readonly Dictionary<string, string[]> Beside = new(StringComparer.Ordinal)
    {
        ["customservice"] = ["kf_account"],
        ["businessid"] = [],
        ["aimsgcontext"] = ["is_ai_msg"],
    };

    /// <summary>Checks and rewrites a body.</summary>
    /// <exception cref="InvalidCustomerMessageException">It is not one that WeChat knows.</exception>
    /// <param name="body">The JSON.</param>
    /// <param name="isStrict">Whether a member that WeChat does not know is an error.</param>
    public static CustomerMessage Read(ReadOnlyMemory<byte> body, bool isStrict)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Read(document.RootElement, isStrict, errors) is { } message)
                return message;
        }
        catch (JsonException)
        {
            errors["body"] = ["is not JSON"];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8, in one of its strings.
            errors["body"] = ["holds text that is not valid Unicode"];
        }

        throw new InvalidCustomerMessageException(errors);
    }

    private static CustomerMessage? Read(JsonElement body, bool isStrict, SortedDictionary<string, string[]> errors)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            errors["body"] = ["must be a JSON object"];
            return null;
        }

        foreach (var twice in body.EnumerateObject().CountBy(property => property.Name).Where(count => count.Value > 1))
            errors[twice.Key] = ["is given more than once"];
        if (isStrict)
            CheckMembers(body, errors);

        var toUser = Required(body, "touser", "touser", mayBeEmpty: false, errors);
        if (toUser?.Length > MaxToUser)
            errors["touser"] = ["is not an openid"];

        var msgType = Required(body, "msgtype", "msgtype", mayBeEmpty: false, errors);
        if (msgType is not null)
        {
            if (Kinds.TryGetValue(msgType, out var fields))
                ReadContent(body, msgType, fields, errors);
            else
                errors["msgtype"] = [$"must be one of {string.Join(", ", Kinds.Keys)}"];
        }

        return errors.Count > 0 ? null : new(toUser!, msgType!, Rewrite(body));
    }

    private static void CheckMembers(JsonElement body, SortedDictionary<string, string[]> errors)
    {
        UnknownMembers.Add(body, "", [.. RootMembers(body)], errors);
        foreach (var (name, members) in Beside)
        {
            if (members.Length > 0 && body.TryGetProperty(name, out var value))
                UnknownMembers.Add(value, name, members, errors);
        }

        foreach (var (kind, fields) in Kinds)
        {
            if (body.TryGetProperty(kind, out var content))
            {
                UnknownMembers.Add(
                    content, kind, [.. fields.Select(field => field.Field), .. Optional.GetValueOrDefault(kind, [])], errors);
            }
        }
    }

    private static IEnumerable<string> RootMembers(JsonElement body) =>
    [
        "touser", "msgtype",
        // Of the kind that the message has; where that is not known, of any.
        .. body.TryGetProperty("msgtype", out var type) && type.ValueKind is JsonValueKind.String
            && Kinds.ContainsKey(type.GetString()!) ? new[] { type.GetString()! } : [.. Kinds.Keys],
        .. Beside.Keys,
    ];

    private static void ReadContent(
        JsonElement body,
        string msgType,
        (string Field, bool MayBeEmpty)[] fields,
        SortedDictionary<string, string[]> errors)
    {
        if (!body.TryGetProperty(msgType, out var content) || content.ValueKind is not JsonValueKind.Object)
        {
            errors.TryAdd(msgType, ["must be an object"]);
            return;
        }

        foreach (var (field, mayBeEmpty) in fields)
            Required(content, field, $"{msgType}.{field}", mayBeEmpty, errors);
    }

    private static string? Required(
        JsonElement parent, string name, string path, bool mayBeEmpty, SortedDictionary<string, string[]> errors)
    {
        string? problem = null;
        string? text = null;
        if (!parent.TryGetProperty(name, out var value))
            problem = "is required";
        else if (value.ValueKind is not JsonValueKind.String)
            problem = "must be a string";
        else if (string.IsNullOrWhiteSpace(text = value.GetString()) && !mayBeEmpty)
            problem = "must not be empty";

        if (problem is null)
            return text;
        errors.TryAdd(path, [problem]);
        return null;
    }

    private static ReadOnlyMemory<byte> Rewrite(JsonElement body)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions);
        body.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
