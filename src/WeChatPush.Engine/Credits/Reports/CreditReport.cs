namespace WeChatPush.Credits;

/// <summary>What a client reports of one user: formIds, the result of a subscribe pop-up, or both.</summary>
public sealed record CreditReport
{
    private const int MaxTextLength = 128;

    /// <summary>The user.</summary>
    public required string OpenId { get; init; }

    /// <summary>The formIds of submitted forms.</summary>
    public IReadOnlyList<ReportedFormId> FormIds { get; init; } = [];

    /// <summary>
    /// The result of <c>wx.requestSubscribeMessage</c> as it is: a word for each template, and <c>errMsg</c>, which is
    /// passed over.
    /// </summary>
    public IReadOnlyDictionary<string, string> Subscribe { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// An id of the reporter's own, so that the same pop-up reported twice counts once; <see langword="null"/>: every
    /// report counts.
    /// </summary>
    public string? ReportId { get; init; }

    /// <summary>What is wrong with it, by field; empty: nothing.</summary>
    public IReadOnlyDictionary<string, string[]> Check()
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (!OpenIds.IsPossible(OpenId))
            errors["openId"] = ["is not an openid"];
        if (ReportId?.Length > MaxTextLength)
            errors["reportId"] = [$"must have at most {MaxTextLength} characters"];
        for (var i = 0; i < FormIds.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(FormIds[i].FormId))
                errors[$"formIds[{i}].formId"] = ["must not be empty"];
            else if (FormIds[i].FormId.Length > MaxTextLength)
                errors[$"formIds[{i}].formId"] = [$"must have at most {MaxTextLength} characters"];
        }

        foreach (var (templateId, word) in Subscribe)
        {
            if (SubscribeWords.IsAccept(word) && !IsTemplateId(templateId))
                errors[$"subscribe.{templateId}"] = ["is not a template id"];
        }

        return errors;
    }

    private static bool IsTemplateId(string text) =>
        text.Length is > 0 and <= MaxTextLength
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}

/// <summary>A formId as it is reported.</summary>
/// <param name="FormId">The formId.</param>
/// <param name="ExpireAt">When it runs out; <see langword="null"/>: seven days from now.</param>
public sealed record ReportedFormId(string FormId, DateTimeOffset? ExpireAt = null);
