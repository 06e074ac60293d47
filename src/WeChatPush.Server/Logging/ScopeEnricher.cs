using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace WeChatPush.Server.Logging;

/// <summary>
/// Takes off what the web framework hangs on every line, and renders what the scopes of the engine say (which push, which
/// app) as one text for the readable console: <c>App=shop Push=0193…</c>.
/// </summary>
internal sealed class ScopeEnricher(bool readable) : ILogEventEnricher
{
    /// <summary>The property that holds the rendered scopes, with a blank in front.</summary>
    public const string Rendered = "ScopeText";

    // The path of a request may hold an openid; the rest is noise. "Scope" repeats the scopes as texts.
    private static readonly string[] Unwanted =
    [
        "RequestPath", "ConnectionId", "TransportConnectionId", "RequestId", "ActionId", "Scope", "SpanId", "TraceId", "ParentId",
    ];

    private static readonly string[] NotShown = ["SourceContext", "EventId"];

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var name in Unwanted)
        {
            if (logEvent.Properties.ContainsKey(name) && !IsInMessage(logEvent, name))
                logEvent.RemovePropertyIfPresent(name);
        }

        if (!readable)
            return;

        var text = new StringBuilder();
        foreach (var (name, value) in logEvent.Properties)
        {
            if (NotShown.Contains(name) || IsInMessage(logEvent, name))
                continue;
            var shown = value is ScalarValue { Value: string plain } ? plain : value.ToString();
            text.Append("  ").Append(name).Append('=').Append(shown);
        }

        logEvent.AddOrUpdateProperty(new LogEventProperty(Rendered, new ScalarValue(text.ToString())));
    }

    private static bool IsInMessage(LogEvent logEvent, string name) =>
        logEvent.MessageTemplate.Tokens.Any(token => token is PropertyToken property && property.PropertyName == name);
}
