using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>What is wrong with a request, by field, so that one answer names all of it.</summary>
internal sealed class BodyErrors
{
    /// <summary>The field that stands for the body as a whole.</summary>
    public const string Whole = "body";

    // An answer must not become many times as large as the request that asked for it.
    private const int MaxFields = 100;

    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Whether so much is wrong that the answer names no more of it.</summary>
    public bool IsFull => _errors.Count >= MaxFields;

    /// <summary>Whether a field is wrong.</summary>
    public bool Has(string field) => _errors.ContainsKey(field);

    /// <summary>Notes what is wrong with a field.</summary>
    public void Add(string field, string complaint)
    {
        if (_errors.TryGetValue(field, out var complaints))
            complaints.Add(complaint);
        else if (!IsFull)
            _errors.Add(field, [complaint]);
    }

    /// <summary>
    /// Notes what the rules of the request's content found. A field that could not be read, or a part of which could not,
    /// keeps its own complaint: the rules saw only what stood in for it.
    /// </summary>
    public void AddRules(IReadOnlyDictionary<string, string[]> errors)
    {
        foreach (var (field, complaints) in errors)
        {
            if (!IsFull && !Has(field) && !_errors.Keys.Any(wrong => BodyPath.IsBelow(wrong, field)))
                _errors.Add(field, [.. complaints]);
        }
    }

    /// <summary>The same, as the problem document holds it.</summary>
    public Dictionary<string, string[]> ToDictionary() =>
        _errors.ToDictionary(error => error.Key, error => error.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>The answer to the request.</summary>
    public ValidationProblem ToProblem(string title)
    {
        var detail = string.Join(' ', _errors.Select(error => $"{error.Key}: {string.Join(", ", error.Value)}"));
        return TypedResults.ValidationProblem(
            ToDictionary(), detail: IsFull ? $"{detail} There may be more." : detail, title: title);
    }
}
