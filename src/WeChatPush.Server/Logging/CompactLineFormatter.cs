using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Parsing;

namespace WeChatPush.Server.Logging;

/// <summary>
/// Compact JSON whose message shows texts as they are. Serilog puts quotes around each, and a setting that is named in the
/// message, such as <c>WeChatPush:Apps:shop:Token</c>, could not be searched for.
/// </summary>
internal sealed class CompactLineFormatter : ITextFormatter
{
    private readonly RenderedCompactJsonFormatter _inner = new();

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        // The text of the template stays: the event type (@i) is its hash.
        var tokens = logEvent.MessageTemplate.Tokens.Select(token => Literal(token, logEvent));
        _inner.Format(
            new LogEvent(
                logEvent.Timestamp,
                logEvent.Level,
                logEvent.Exception,
                new MessageTemplate(logEvent.MessageTemplate.Text, tokens),
                logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
                logEvent.TraceId.GetValueOrDefault(),
                logEvent.SpanId.GetValueOrDefault()),
            output);
    }

    private static MessageTemplateToken Literal(MessageTemplateToken token, LogEvent logEvent) =>
        token is PropertyToken { Format: null } property
        && logEvent.Properties.TryGetValue(property.PropertyName, out var value) && value is ScalarValue { Value: string }
            ? new PropertyToken(
                property.PropertyName, property.ToString(), "l", property.Alignment, property.Destructuring)
            : token;
}
