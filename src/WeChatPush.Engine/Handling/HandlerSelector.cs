using WeChatPush.Apps;
using WeChatPush.Handling.Rules;
using WeChatPush.Protocol;

namespace WeChatPush.Handling;

/// <summary>Finds the one handler of a push: code first, then the app's rules, then the handler of all other pushes.</summary>
internal sealed class HandlerSelector(PushHandlers handlers, RuleBook rules)
{
    /// <summary>Whether it may take its time to find the handler of a push of the app.</summary>
    public bool MayTakeLong(App app) => rules.MayTakeLong(app);

    /// <summary>The handler of a push.</summary>
    /// <param name="app">The app.</param>
    /// <param name="message">The push.</param>
    /// <param name="trials">Gets the rules that were tried (<see cref="RuleBook.Find"/>).</param>
    public SelectedHandler Select(App app, PushMessage message, ICollection<RuleTrial>? trials = null)
    {
        if (handlers.Find(message.Kind) is { } owner)
            return new(owner, null);
        return rules.Find(app, message, trials) is { } rule ? new(rule.Handler, rule) : new(handlers.Fallback, null);
    }
}

/// <summary>Who handles a push.</summary>
/// <param name="Handler">The handler; <see langword="null"/>: there is none.</param>
/// <param name="Rule">The rule that it is the action of; <see langword="null"/>: it is code.</param>
internal readonly record struct SelectedHandler(PushDelegate? Handler, Rule? Rule);
