using WeChatPush.Sending;

namespace WeChatPush.Credits;

/// <summary>One message to one user on one credit.</summary>
public sealed record CreditMessage
{
    private const int MaxTemplateIdLength = 128;
    private const int MaxPageLength = 1024;
    private const string SubscribeOnly = "must be left out: template messages have none";

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

    /// <summary>
    /// Which version of the mini program a tap opens; <see langword="null"/>: the released one. Of subscribe messages only.
    /// </summary>
    public MiniProgramState? MiniProgramState { get; init; }

    /// <summary>
    /// The language of the texts around the message; <see langword="null"/>: simplified Chinese. Of subscribe messages only.
    /// </summary>
    public MessageLanguage? Lang { get; init; }

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
        if (Kind is CreditKind.Template && MiniProgramState is not null)
            errors["miniprogramState"] = [SubscribeOnly];
        if (Kind is CreditKind.Template && Lang is not null)
            errors["lang"] = [SubscribeOnly];
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

    /// <summary>What is sent to WeChat.</summary>
    /// <param name="cue">What to wait for when it is the user's turn; <see langword="null"/>: nothing.</param>
    /// <param name="note">What is noted right before the message is written; <see langword="null"/>: nothing.</param>
    internal KeywordMessage ToKeywords(Func<CancellationToken, ValueTask>? cue = null, ISendNote? note = null) => new()
    {
        ToUser = OpenId,
        TemplateId = TemplateId,
        Page = Page,
        Data = Data,
        MiniProgramState = MiniProgramState switch
        {
            Credits.MiniProgramState.Developer => "developer",
            Credits.MiniProgramState.Trial => "trial",
            Credits.MiniProgramState.Formal => "formal",
            _ => null,
        },
        Lang = Lang switch
        {
            MessageLanguage.ZhCn => "zh_CN",
            MessageLanguage.EnUs => "en_US",
            MessageLanguage.ZhHk => "zh_HK",
            MessageLanguage.ZhTw => "zh_TW",
            _ => null,
        },
        Cue = cue,
        Note = note,
    };
}
