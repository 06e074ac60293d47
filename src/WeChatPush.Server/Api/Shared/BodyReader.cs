using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPush.Server.Api.Shared;

/// <summary>Reads a JSON body member by member, and collects what is wrong, so that one answer names all.</summary>
internal sealed class BodyReader
{
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was wrong so far.</summary>
    public bool IsFine => _errors.Count == 0;

    /// <summary>What is wrong.</summary>
    public ValidationProblem Problem(string title) => TypedResults.ValidationProblem(
        _errors,
        detail: string.Join(' ', _errors.Select(error => $"{error.Key}: {error.Value[0]}")),
        title: title);

    /// <summary>Notes what is wrong with a member; the first complaint stays.</summary>
    public void Wrong(string member, string complaint) => _errors.TryAdd(member, [complaint]);

    /// <summary>Notes what others found wrong.</summary>
    public void Wrong(IReadOnlyDictionary<string, string[]> errors)
    {
        foreach (var (member, complaints) in errors)
            Wrong(member, complaints[0]);
    }

    /// <summary>The body as an object; an empty one, with the complaint noted, if it is none.</summary>
    public JsonElement Object(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
                return document.RootElement.Clone();
            Wrong("body", "must be a JSON object");
        }
        catch (JsonException)
        {
            Wrong("body", "is not JSON");
        }

        return JsonElement.Parse("{}"u8);
    }

    /// <summary>A text that must be there; empty, with the complaint noted, if it is not.</summary>
    public string Required(JsonElement parent, string name, string? path = null)
    {
        if (!IsGiven(parent, name, out var value))
            Wrong(path ?? name, "is required");
        else
            return TextOf(value, path ?? name) ?? "";
        return "";
    }

    /// <summary>A text that may be left out.</summary>
    public string? Optional(JsonElement parent, string name) =>
        IsGiven(parent, name, out var value) ? TextOf(value, name) : null;

    /// <summary>A time that may be left out: ISO 8601, or Unix seconds.</summary>
    public DateTimeOffset? OptionalTime(JsonElement parent, string name, string path)
    {
        if (!IsGiven(parent, name, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds) && IsTime(seconds))
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (value.ValueKind is JsonValueKind.String && DateTimeOffset.TryParse(
            TextOf(value, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        Wrong(path, "must be a time such as 2026-11-21T08:00:00Z, or in Unix seconds");
        return null;
    }

    /// <summary>Whether a member is there and not null.</summary>
    public static bool IsGiven(JsonElement parent, string name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>The text of a value; <see langword="null"/>, with the complaint noted, if it is none.</summary>
    public string? TextOf(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                Wrong(path, "holds text that is not valid Unicode");
                return null;
            }
        }

        Wrong(path, "must be a string");
        return null;
    }

    private static bool IsTime(long seconds) =>
        seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
}
