using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace WeChatPush.Server.Logging;

/// <summary>
/// Removes what the web framework adds to every line of a request. An expression of Serilog.Expressions can add a property
/// to an event but not remove one.
/// </summary>
internal sealed class UnwantedProperties : ILogEventEnricher
{
    // The path of a request may hold an openid; the rest is noise. "Scope" repeats the scopes as texts.
    private static readonly string[] Names = ["RequestPath", "ConnectionId", "TransportConnectionId", "RequestId", "Scope"];

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var name in Names)
        {
            if (logEvent.Properties.ContainsKey(name) && !IsInMessage(logEvent, name))
                logEvent.RemovePropertyIfPresent(name);
        }
    }

    private static bool IsInMessage(LogEvent logEvent, string name) =>
        logEvent.MessageTemplate.Tokens.Any(token => token is PropertyToken property && property.PropertyName == name);
}
