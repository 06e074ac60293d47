using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Handling.Forwarding;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>The rules of each app, compiled once per app. The first match wins.</summary>
internal sealed partial class RuleBook(TimeProvider time, ILogger<RuleBook> logger)
{
    /// <summary>
    /// How long the patterns of an app may take for one push, all together: a pattern is the operator's, the content a
    /// stranger's.
    /// </summary>
    public static readonly TimeSpan MatchBudget = 2 * RulePattern.Timeout;

    // The last pattern to begin has its whole time left.
    private static readonly TimeSpan LastBegin = MatchBudget - RulePattern.Timeout;

    private readonly ConditionalWeakTable<App, AppRules> _rules = [];

    /// <summary>The rule that is for the push, or <see langword="null"/>.</summary>
    /// <param name="app">The app.</param>
    /// <param name="message">The push.</param>
    /// <param name="trials">
    /// Gets each rule that was tried. The push is an operator's then: how long a pattern took on it is not logged.
    /// </param>
    public Rule? Find(App app, PushMessage message, ICollection<RuleTrial>? trials = null)
    {
        var begun = time.GetTimestamp();
        foreach (var rule in GetRules(app).Rules)
        {
            var mismatch = rule.HasPattern && time.GetElapsedTime(begun) > LastBegin
                ? RuleMismatch.Timeout
                : FindMismatch(rule, message);
            trials?.Add(new(rule.Index, Matches: mismatch is null, mismatch));
            if (mismatch is null)
                return rule;
            if (mismatch is RuleMismatch.Timeout && trials is null)
                Report(app, rule);
        }

        return null;
    }

    /// <summary>Whether a rule of the app answers inside the request.</summary>
    public bool AnswersAny(App app) => GetRules(app).Answers.AnswersAny;

    /// <summary>Whether it may take its time to find a rule of the app.</summary>
    public bool MayTakeLong(App app) => GetRules(app).HasPattern;

    /// <summary>On how many destinations the app's rules depend.</summary>
    public int CountDestinations(App app) => GetRules(app).Destinations;

    /// <summary>The app's rules that forward, each with its place.</summary>
    public IEnumerable<(int Index, ForwardRule Rule)> FindForwards(App app) =>
        from rule in GetRules(app).Rules
        where rule.Action is RuleAction.Forward
        select (rule.Index, ((RuleAction.Forward)rule.Action).Rule);

    /// <inheritdoc cref="AnswerTable.Find"/>
    public AnswerNeed NeedsAnswer(App app, string msgType, string? @event, bool otherwise) =>
        GetRules(app).Answers.Find(msgType, @event, otherwise);

    private static RuleMismatch? FindMismatch(Rule rule, PushMessage message)
    {
        try
        {
            return rule.FindMismatch(message);
        }
        catch (RegexMatchTimeoutException)
        {
            return RuleMismatch.Timeout;
        }
    }

    // The first, then every power of two.
    private void Report(App app, Rule rule)
    {
        var count = rule.CountTimeout();
        if ((count & (count - 1)) == 0)
            LogSlowPattern(logger, app.Name, rule.Name, count);
    }

    private AppRules GetRules(App app) =>
        _rules.GetValue(app, static app => new([.. app.Options.Rules.Select((rule, i) => new Rule(i, rule))]));

    [LoggerMessage(400, LogLevel.Warning,
        "{App}: the Content pattern of {Rule} took too long and counts as not matching ({Count} so far). Simplify it: nested repetitions are the usual cause.")]
    private static partial void LogSlowPattern(ILogger logger, string app, string rule, long count);
}
