using System.Text.RegularExpressions;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>One configured rule, ready to run.</summary>
internal sealed class Rule
{
    // A pattern is the operator's, the content a stranger's: no pair of them may hold a worker.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(250);

    private readonly string? _msgType;
    private readonly string? _event;
    private readonly Regex? _content;
    private readonly RuleSend? _send;

    public Rule(int number, RuleOptions options)
    {
        Name = $"rule {number}";
        _msgType = Text(options.MsgType);
        _event = Text(options.Event);
        _content = Text(options.Content) is { } pattern
            ? new Regex(pattern, RegexOptions.CultureInvariant, MatchLimit)
            : null;
        _send = options.Send is null ? null : new RuleSend(options.Send);
    }

    /// <summary>Its place in the configuration, counted from 1.</summary>
    public string Name { get; }

    /// <summary>Whether the rule is for this push.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long on this content.</exception>
    public bool Matches(PushMessage message) =>
        (_msgType is null || string.Equals(_msgType, message.MsgType, StringComparison.OrdinalIgnoreCase))
        && (_event is null || string.Equals(_event, message.Event, StringComparison.OrdinalIgnoreCase))
        && (_content is null || (message["Content"] is { } content && _content.IsMatch(content)));

    /// <summary>Does what the rule says.</summary>
    public Task RunAsync(PushMessage message, PushSender sender) =>
        _send is null ? Task.CompletedTask : _send.RunAsync(message, sender);

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
