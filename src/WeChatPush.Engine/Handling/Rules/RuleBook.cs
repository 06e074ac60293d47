using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>The configured rules of each app, compiled once per configuration. The first match wins.</summary>
internal sealed partial class RuleBook(ILogger<RuleBook> logger)
{
    private readonly ConditionalWeakTable<PushApp, Rule[]> _rules = [];

    public Rule? Find(PushApp app, PushMessage message)
    {
        foreach (var rule in GetRules(app))
        {
            try
            {
                if (rule.Matches(message))
                    return rule;
            }
            catch (RegexMatchTimeoutException)
            {
                LogSlowPattern(logger, app.Name, rule.Name);
            }
        }

        return null;
    }

    /// <summary>Whether a rule of the app answers inside the request.</summary>
    public bool AnswersAny(PushApp app)
    {
        foreach (var rule in GetRules(app))
        {
            if (rule.Handler.Answers)
                return true;
        }

        return false;
    }

    private Rule[] GetRules(PushApp app) =>
        _rules.GetValue(app, static app => [.. app.Options.Rules.Select((rule, i) => new Rule(i, rule))]);

    [LoggerMessage(400, LogLevel.Warning,
        "{App}: the Content pattern of {Rule} took too long and counts as not matching. Simplify it: nested repetitions are the usual cause.")]
    private static partial void LogSlowPattern(ILogger logger, string app, string rule);
}
