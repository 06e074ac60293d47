using System.Text.RegularExpressions;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>One configured rule, ready to run.</summary>
internal sealed class Rule
{
    private readonly PushKind? _event;
    private readonly RulePattern? _content;
    private long _timeouts;

    public Rule(int index, RuleOptions options)
    {
        Index = index;
        Name = $"Rules:{index}";
        Action = RuleAction.Read(Name, options);
        MsgType = Text(options.MsgType);
        Event = Text(options.Event);
        _event = Event is { } name ? PushKind.OfEvent(name) : null;
        MessagesOnly = options.TransferToCustomerService;
        _content = Text(options.Content) is { } pattern ? new RulePattern(pattern) : null;
    }

    /// <summary>Its place among the rules of the app, from 0.</summary>
    public int Index { get; }

    /// <summary>The same, in the words of the configuration.</summary>
    public string Name { get; }

    /// <summary>What the rule does.</summary>
    public RuleAction Action { get; }

    /// <summary>The same, as a handler.</summary>
    public PushDelegate Handler => Action.Handler;

    /// <summary>The MsgType it is for; <see langword="null"/>: any.</summary>
    public string? MsgType { get; }

    /// <summary>The Event it is for; <see langword="null"/>: any, and none.</summary>
    public string? Event { get; }

    /// <summary>
    /// Whether it is for messages of users only. Handing over an event would show the agents an empty item; what names no
    /// user cannot be handed over at all.
    /// </summary>
    public bool MessagesOnly { get; }

    /// <summary>Whether it has a pattern for the content.</summary>
    public bool HasPattern => _content is not null;

    /// <summary>Whether more than the kind of a push decides if it matches.</summary>
    public bool DependsOnContent => HasPattern || MessagesOnly;

    /// <summary>Why the rule is not for this push; <see langword="null"/>: it is.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this content.</exception>
    public RuleMismatch? FindMismatch(PushMessage message)
    {
        if (MessagesOnly && message is not { Event: null, MsgId: not null, FromUserName: not null, ToUserName: not null })
            return RuleMismatch.NoUserMessage;
        if (MsgType is not null && !string.Equals(MsgType, message.MsgType, StringComparison.OrdinalIgnoreCase))
            return RuleMismatch.MsgType;
        if (_event is not null && _event != message.Kind)
            return RuleMismatch.Event;
        return _content is null || (message["Content"] is { } content && _content.IsMatch(content)) ? null : RuleMismatch.Content;
    }

    /// <summary>Counts that the pattern had no time. The content is a stranger's, who must not fill the log.</summary>
    public long CountTimeout() => Interlocked.Increment(ref _timeouts);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
