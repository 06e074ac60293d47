namespace WeChatPush.Handling.Rules;

/// <summary>The rules of one app, and what follows from them before any push is there.</summary>
internal sealed class AppRules(Rule[] rules)
{
    /// <summary>The rules, in their order.</summary>
    public Rule[] Rules => rules;

    /// <summary>On how many destinations they depend.</summary>
    public int Destinations { get; } = rules.Select(rule => rule.Handler.Destination).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    /// <summary>Whether a rule has a pattern, whose match may take its time.</summary>
    public bool HasPattern { get; } = rules.Any(rule => rule.HasPattern);

    /// <summary>Which kinds of push are answered.</summary>
    public AnswerTable Answers { get; } = new(rules);
}
