using WeChatPush.Sending;

namespace WeChatPush.Credits;

/// <summary>One message to one user on one credit.</summary>
public sealed record CreditMessage
{
    private const int MaxTemplateIdLength = 128;
    private const int MaxPageLength = 1024;

    /// <summary>On which kind of credit.</summary>
    public CreditKind Kind { get; init; }

    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>The template.</summary>
    public required string TemplateId { get; init; }

    /// <summary>The page of the mini program that a tap leads to; <see langword="null"/>: none.</summary>
    public string? Page { get; init; }

    /// <summary>The value of each keyword, by its key in the template, such as <c>thing1</c>.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    /// <summary>What is wrong with it, by field; empty: nothing that can be seen from here.</summary>
    public IReadOnlyDictionary<string, string[]> Check()
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (!OpenIds.IsPossible(OpenId))
            errors["openId"] = ["is not an openid"];
        if (string.IsNullOrWhiteSpace(TemplateId) || TemplateId.Length > MaxTemplateIdLength)
            errors["templateId"] = ["is not a template id"];
        if (Page?.Length > MaxPageLength || Page?.Any(char.IsControl) == true)
            errors["page"] = ["is not the path of a page"];
        if (Data.Count == 0)
            errors["data"] = ["must hold the value of at least one keyword"];
        foreach (var (key, value) in Data)
        {
            // The keywords of template messages have no types.
            var complaint = Kind is CreditKind.Subscribe
                ? KeywordRules.Check(key, value)
                : KeywordRules.CheckAny(value);
            if (complaint is not null)
                errors[$"data.{key}.value"] = [complaint];
        }

        return errors;
    }
}
