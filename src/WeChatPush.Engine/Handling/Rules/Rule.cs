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
        Name = $"Rules:{index}";
        Handler = RuleActions.Read(Name, options);
        MsgType = Text(options.MsgType);
        Event = Text(options.Event);
        _event = Event is { } name ? PushKind.OfEvent(name) : null;
        MessagesOnly = options.TransferToCustomerService;
        _content = Text(options.Content) is { } pattern ? new RulePattern(pattern) : null;
    }

    /// <summary>Its place in the configuration, in the words of the configuration.</summary>
    public string Name { get; }

    /// <summary>What the rule does.</summary>
    public PushDelegate Handler { get; }

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

    /// <summary>Whether the rule is for this push.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this content.</exception>
    public bool Matches(PushMessage message) =>
        (!MessagesOnly || message is { Event: null, MsgId: not null, FromUserName: not null, ToUserName: not null })
        && (MsgType is null || string.Equals(MsgType, message.MsgType, StringComparison.OrdinalIgnoreCase))
        && (_event is null || _event == message.Kind)
        && (_content is null || (message["Content"] is { } content && _content.IsMatch(content)));

    /// <summary>Counts that the pattern had no time. The content is a stranger's, who must not fill the log.</summary>
    public long CountTimeout() => Interlocked.Increment(ref _timeouts);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
