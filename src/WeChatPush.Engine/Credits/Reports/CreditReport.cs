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

    /// <summary>
    /// Whether it comes from the user's own device, which may make it up. Then it has at most 20 formIds and 5 accepted
    /// templates, only templates of the account's list or of <c>Credits:Templates</c> count, and a user has a quota: 100
    /// formIds until they expire, 100 permits of a template.
    /// </summary>
    public bool FromClient { get; init; }

    /// <summary>How many credits it reports: its formIds and its accepted templates.</summary>
    public int Credits => FormIds.Count + AcceptedTemplates.Count();

    /// <summary>The templates whose answer is an accept.</summary>
    internal IEnumerable<string> AcceptedTemplates =>
        from answer in Subscribe where SubscribeWords.IsAccept(answer.Value) select answer.Key;

    /// <summary>What is wrong with it, by field; empty: nothing.</summary>
    public IReadOnlyDictionary<string, string[]> Check()
    {
        var errors = CheckLength();
        if (errors.Count > 0)
            return errors;
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
            if (SubscribeWords.IsAccept(word) && !TemplateIds.IsPossible(templateId))
                errors[$"subscribe.{templateId}"] = ["is not a template id"];
        }

        return errors;
    }

    // One error for all of them: a report that is too long would be answered with one that is longer.
    private SortedDictionary<string, string[]> CheckLength()
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (!FromClient)
            return errors;
        if (FormIds.Count > CreditLimits.ClientFormIdsPerReport)
            errors["formIds"] = [$"must be at most {CreditLimits.ClientFormIdsPerReport}; report the others after these"];
        if (AcceptedTemplates.Count() > CreditLimits.ClientTemplates)
            errors["subscribe"] = [$"must have at most {CreditLimits.ClientTemplates} accepted templates"];
        return errors;
    }
}

/// <summary>A formId as it is reported.</summary>
/// <param name="FormId">The formId.</param>
/// <param name="ExpireAt">When it runs out; <see langword="null"/>: seven days from now.</param>
public sealed record ReportedFormId(string FormId, DateTimeOffset? ExpireAt = null);
