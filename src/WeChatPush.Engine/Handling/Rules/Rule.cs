using System.Text.RegularExpressions;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>One configured rule, ready to run.</summary>
internal sealed class Rule
{
    // A pattern is the operator's, the content a stranger's: no pair of them may hold a worker.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(250);

    private readonly string? _msgType;
    private readonly PushKind? _event;
    private readonly Regex? _content;
    private readonly bool _messagesOnly;

    public Rule(int index, RuleOptions options)
    {
        Name = $"Rules:{index}";
        Handler = RuleActions.Read(Name, options);
        _msgType = Text(options.MsgType);
        _event = Text(options.Event) is { } name ? PushKind.OfEvent(name) : null;

        // Handing over an event would show the agents an empty item; what names nobody cannot be handed over at all.
        _messagesOnly = options.TransferToCustomerService;
        _content = Text(options.Content) is { } pattern
            ? new Regex(pattern, RegexOptions.CultureInvariant, MatchLimit)
            : null;
    }

    /// <summary>Its place in the configuration, in the words of the configuration.</summary>
    public string Name { get; }

    /// <summary>What the rule does.</summary>
    public PushDelegate Handler { get; }

    /// <summary>Whether the rule is for this push.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this content.</exception>
    public bool Matches(PushMessage message) =>
        (!_messagesOnly || message is { Event: null, MsgId: not null, FromUserName: not null, ToUserName: not null })
        && (_msgType is null || string.Equals(_msgType, message.MsgType, StringComparison.OrdinalIgnoreCase))
        && (_event is null || _event == PushKind.OfEvent(message.Event ?? ""))
        && (_content is null || (message["Content"] is { } content && _content.IsMatch(content)));

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
