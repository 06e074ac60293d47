using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Shared;

/// <summary>Reads query parameters, and collects what is wrong with them, so that one answer names all.</summary>
internal sealed class QueryReader
{
    private const int DefaultLimit = 50;
    private const ulong LargestLimit = 200;

    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>What is wrong, if anything is.</summary>
    public ValidationProblem? Problem => _errors.Count == 0
        ? null
        : TypedResults.ValidationProblem(
            _errors,
            detail: string.Join(' ', _errors.Select(error => $"{error.Key} {error.Value[0]}")),
            title: "A query parameter is wrong.");

    /// <summary>Notes what is wrong with a parameter.</summary>
    public void Wrong(string parameter, string complaint) => _errors[parameter] = [complaint];

    /// <summary>How many entries a page may have; more than 200 is cut to 200.</summary>
    public int Limit(string? text)
    {
        if (text is null)
            return DefaultLimit;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
            return (int)Math.Min(limit, LargestLimit);
        Wrong("limit", "must be a whole number from 1.");
        return DefaultLimit;
    }

    /// <summary>A point in time in ISO 8601, with <c>Z</c> or an offset.</summary>
    public DateTimeOffset? Time(string parameter, string? text)
    {
        if (text is null)
            return null;
        if (IsoTime.TryParse(text, out var time))
            return time;

        // In a query a + that is not escaped is a blank.
        var isBarePlus = IsoTime.TryParse(text.Replace(' ', '+'), out _);
        Wrong(parameter, isBarePlus
            ? "has a blank where its + was: in a query + is written %2B."
            : $"{IsoTime.Complaint}; in a query + is written %2B.");
        return null;
    }

    /// <summary>A switch; off where it is left out.</summary>
    public bool Flag(string parameter, string? text)
    {
        if (text is null)
            return false;
        if (!bool.TryParse(text, out var flag))
            Wrong(parameter, "must be true or false.");
        return flag;
    }

    /// <summary>One word of an enumeration.</summary>
    public T? Word<T>(string parameter, string? text)
        where T : struct, Enum
    {
        if (text is null)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        Wrong(parameter, $"must be one of {string.Join(", ", Words<T>())}.");
        return null;
    }

    /// <summary>The words of an enumeration as the API writes them.</summary>
    public static IEnumerable<string> Words<T>()
        where T : struct, Enum => Words(typeof(T));

    /// <inheritdoc cref="Words{T}"/>
    public static IEnumerable<string> Words(Type words) => Enum.GetNames(words).Select(name =>
        words.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? char.ToLowerInvariant(name[0]) + name[1..]);
}
